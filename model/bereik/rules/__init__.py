"""How people behave and problems move: pure scalar functions, a file per theme.

A rule takes facts about a person one by one and its theme of the book as ``p``. It returns a
chance or a new value; it never draws and never loops over people.
"""
