# A look around the machine and the data (upkeep)

doctor-title = Health of the system
doctor-lead = Whether the server and the data are well: how it is, what that means, and what to do. On the server, shuanglian doctor says the same.
doctor-at = Looked at: { $moment }
doctor-what = What
doctor-state = State
doctor-says = How it is
doctor-todo = What to do
doctor-line = [{ $state }] { $what }: { $says }

doctor-state-fine = fine
doctor-state-mind = keep an eye on it
doctor-state-act = act

doctor-disk = Disk
doctor-disk-says = { $free } of { $total } are free on the disk of the data folder; the database has { $database }. A backup and an upgrade need room for another copy of it.
doctor-disk-none = The data folder { $folder } cannot be opened, so how much room is left is not known.
doctor-disk-do = Make room or take a larger disk. On a full disk no new opinion and no step can be kept.

doctor-clock = Clock
doctor-clock-says = The clocks of the program and of the database are { $seconds } s apart.
doctor-clock-do = Have the server set its clock by itself (chrony, for example). With a wrong clock, deadlines, the journal and one-time codes are wrong.
doctor-journal = Time of the journal
doctor-journal-says = The last entry of the journal is not later than now.
doctor-journal-ahead = The last entry of the journal is { $seconds } s ahead of now: the clock was set back, or another day was rehearsed.

doctor-modes = Who may read the files
doctor-modes-says = Only the program's own account reads data and settings.
doctor-modes-open = Other accounts may read these files: { $files }
doctor-modes-do = Set the data folder to mode 700, settings and key to 600 (chmod).

doctor-certificate = Certificate of the site
doctor-certificate-says = Browsers trust the site's certificate, and in { $days } days they still will.
doctor-certificate-soon = The site's certificate ends within { $days } days.
doctor-certificate-over = The site's certificate has ended or has not begun: browsers stop whoever comes.
doctor-certificate-unknown = The site's certificate is not from a public authority; whether browsers trust it cannot be seen from here.
doctor-certificate-wrong = The site's public address cannot be opened from here, or its certificate is not right: { $why }
doctor-certificate-do = Look at the certificate and its renewal on the proxy, and at server.public_url in the settings.

doctor-tables = Version of the database
doctor-tables-says = Database and program are of the same version.
doctor-tables-pending = The database is older than the program; ahead: { $steps }
doctor-tables-later = The database is newer than the program by { $steps }. The program can run on it.
doctor-tables-contract = What an earlier version left may be cleared away: { $steps }
doctor-tables-do = See "Upgrade" in the operating manual: shuanglian upgrade --check first, then shuanglian upgrade.

doctor-backup = Last backup
doctor-backup-says = The last backup was taken { $hours } h ago.
doctor-backup-none = No backup was ever taken.
doctor-backup-do = Set up backups by the clock ([backup] in the settings) or run shuanglian backup, and look under "Jobs" why none was taken.

doctor-proof = Last proved backup
doctor-proof-says = The youngest backup that was put back and found whole is { $days } days old.
doctor-proof-none = No backup was ever put back: nobody knows whether one can be.
doctor-proof-do = Fetch the key and put the last backup back with shuanglian drill, best once a week.

doctor-refuted = A backup that is worth nothing
doctor-refuted-says = The backup that was tried last cannot be put back: { $said }
doctor-refuted-do = Take and prove another one at once, then look at the disk on which backups lie.

doctor-overdue = Jobs that are due
doctor-overdue-none = Every job that was due has begun.
doctor-overdue-says = { $n ->
    [one] One job is past its time and has not begun
   *[other] { $n } jobs are past their time and have not begun
 }: reminders and notices may have stopped.
doctor-overdue-do = See whether the program runs, then look for errors in its log.

doctor-failed = Jobs that failed
doctor-failed-none = No job was given up.
doctor-failed-says = { $n ->
    [one] One job was given up.
   *[other] { $n } jobs were given up.
 }
doctor-failed-do = See the reasons under "Jobs".

doctor-channels = Channels
doctor-channels-none = E-mail, text messages, WeChat and the others have no trouble.
doctor-channels-says = { $n ->
    [one] One channel is refused by the other side or rests.
   *[other] { $n } channels are refused by the other side or rest.
 }
doctor-channels-do = See the reasons under "Deliveries", and look at accounts, keys and credit.
