# Who contacts whom
