"""What people see: tables, pictures and stories, in Dutch and English."""
