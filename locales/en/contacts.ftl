# Contacts with deputies
