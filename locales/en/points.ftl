# Points
