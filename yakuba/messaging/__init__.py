"""What the town tells people: notices in their inbox and mails, each written once and delivered until it arrives.

It owns the messages of every matter, the mails with sign-in codes, and the port through which mails leave the house.
It never decides whom to tell what, and never talks to a mail server inside a transaction.
"""
