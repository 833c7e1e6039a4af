"""People, the organisation in time, and the way in: who stands before the town and as what.

It owns users, persons, residents, staff, departments, memberships, the parties of a matter and everything that proves a sign-in.
It never sends a mail, never knows what a matter is about, and never keeps a name or an address in the clear.
"""
