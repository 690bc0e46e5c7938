import { createTransport } from 'nodemailer'

export interface Mail {
  to: string
  subject: string
  text: string
  html: string
  /** The same for every attempt, so that a mail server or a reader drops a second arrival. */
  messageId: string
}

/** Sends e-mail. */
export interface Mailer {
  send(mail: Mail): Promise<void>
  close(): void
}

export interface MailSettings {
  /** `smtp://` or `smtps://`, with name and password if the server wants them. */
  smtpUrl: string
  from: string
}

/** E-mail through an SMTP server. */
export function makeMailer(settings: MailSettings): Mailer {
  const transport = createTransport({
    url: settings.smtpUrl,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
    // Nothing a notice holds may make the program read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: async (mail) => {
      await transport.sendMail({
        from: settings.from,
        to: { name: '', address: mail.to },
        subject: oneLine(mail.subject),
        text: mail.text,
        html: mail.html,
        messageId: mail.messageId,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    },
    close: () => transport.close(),
  }
}

/** A header is one line: whatever a parameter holds, it starts no second one. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim()
}
