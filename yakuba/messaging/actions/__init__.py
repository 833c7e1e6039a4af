"""What is done with messages: they are written, read by people, and carried out of the house by workers."""

from yakuba.messaging.actions.posting import deliver, drop_expired_codes, lease_mails, put_back
from yakuba.messaging.actions.writing import read, send, send_code

__all__ = ["deliver", "drop_expired_codes", "lease_mails", "put_back", "read", "send", "send_code"]
