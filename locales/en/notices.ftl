# Inbox and e-mail

notices-title = Inbox
notices-none = There are no notices in your inbox.
notices-new = Unread
notices-read = Mark as read
notices-read-all = Mark all as read

# Each kind of notice is one sentence, in the file of the feature it belongs to: notice-<kind>
notice-role-granted = You now hold the role “{ $role }”.

notices-mail =
    { $sentence }

    Time: { $when }
    Read and act: { $link }

    { $congress }
    This mail was sent by the system. Please do not reply to it.
