"""Mails as servers send them back, written by hand after RFC 3464."""

from __future__ import annotations


def report(
    *, to="", message_id="", action="failed", status="5.1.1", recipient="hanako@example.jp", part="rfc822"
):
    """A delivery status notification to the address `to` about the mail `message_id`."""
    original = f"Message-ID: {message_id}\r\nSubject: x\r\nTo: {recipient}\r\n\r\nwords\r\n"
    kind = {"rfc822": "message/rfc822", "headers": "text/rfc822-headers"}[part]
    return (
        "Return-Path: <>\r\n"
        "From: MAILER-DAEMON@mx.example.jp\r\n"
        f"To: {to or 'yakuba@example.jp'}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n'
        "\r\n--b\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n\x1b$B$H$I$-$^$;$s\x1b(B\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.jp\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\n{original}\r\n--b--\r\n"
    ).encode("ascii")


def words(
    *, to, text="550 5.1.1 user unknown", more="Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.jp\r\n"
):
    """A mail of a server that only writes words."""
    return f"{more}To: {to}\r\nSubject: failure notice\r\n\r\n{text}\r\n".encode("ascii")
