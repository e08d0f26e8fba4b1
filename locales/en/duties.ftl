# Duties
