"""E-mail through Django's mail settings: SMTP with or without TLS and a password."""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from ..outcome import Never, NotNow
from .contract import Mail


class Smtp:
    """The office's mail server. SMTP knows no references: a reader that gets a letter twice sees one Message-ID."""

    def send(self, mail: Mail) -> str:
        """Hand over one letter; the Message-ID. Raises NotNow or Never."""
        sender = settings.DEFAULT_FROM_EMAIL
        number = f"<{mail.reference}@{parseaddr(sender)[1].rpartition('@')[2] or 'localhost'}>"
        letter = EmailMessage(
            mail.subject, mail.body, sender, [mail.to], reply_to=[mail.reply_to] if mail.reply_to else None,
            headers={"Message-ID": number, "Auto-Submitted": "auto-generated"},
        )  # fmt: skip
        try:
            letter.send()
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _words in refused.recipients.values()]
            raise _of_recipient(codes[0] if codes else 450) from refused
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
            raise _of_recipient(refused.smtp_code) from refused
        except smtplib.SMTPAuthenticationError as refused:
            raise NotNow("sign_in", away=True) from refused
        # Every other error of smtplib is one; so are a server that is not there and a certificate that is not good.
        except OSError as problem:
            raise NotNow("away", away=True) from problem
        # No address of anybody: a comma in it, two dots, a label too long for its domain.
        except ValueError as unfit:
            raise Never("address") from unfit
        return number


def _of_recipient(code: int) -> NotNow | Never:
    """5yz: never; 4yz: not now (RFC 5321 §4.2.1)."""
    return Never("refused") if code >= 500 else NotNow("busy")
