"""The portal: the pages that gather from many apps, for residents and for staff.

It owns no table; it puts home, the list of procedures, my page, the to-do and the health pages together.
It never decides anything and never knows one procedure from another.
"""
