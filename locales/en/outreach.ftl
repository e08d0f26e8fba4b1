# Activities with voters
