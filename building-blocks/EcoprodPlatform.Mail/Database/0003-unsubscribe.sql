-- Where a mail program ends mails of this kind with one POST (RFC 8058); null for what cannot be turned off. It holds a key: emptied with the body.
alter table mail_queue add column unsubscribe text;
