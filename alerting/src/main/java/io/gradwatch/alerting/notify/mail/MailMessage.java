package io.gradwatch.alerting.notify.mail;

import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Picture;
import io.gradwatch.schema.Sha256;
import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/** A notification as a mail: text and HTML, in the thread of its incident, marked as made by a machine. */
final class MailMessage extends MimeMessage {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final String messageId;

    private MailMessage(Session session, String messageId) {
        super(session);
        this.messageId = messageId;
    }

    /** @param to addresses of the recipients */
    static MailMessage of(Session session, String from, List<String> to, Notification notification)
            throws MessagingException {
        String domain = from.replaceAll("^.*@", "").replaceAll("[^A-Za-z0-9.-]", "");
        String thread = threadId(notification.group().incident(), domain);
        Message words = Message.of(notification);
        MailMessage mail = new MailMessage(session, "<alert-" + notification.key() + "@" + domain + ">");
        mail.setFrom(new InternetAddress(from, true));
        mail.setRecipients(RecipientType.TO, addresses(to));
        mail.setSubject("[gradwatch] " + subject(words.title()), UTF_8);
        mail.setSentDate(Date.from(notification.createdAt()));
        mail.setHeader("References", thread);
        mail.setHeader("In-Reply-To", thread);
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("List-Id", "Gradwatch alerts <alerts.gradwatch." + domain + ">");
        mail.setContent(alternatives(words, notification.picture()));
        mail.saveChanges();
        return mail;
    }

    /**
     * Id of a message that never was, to which all messages of an incident refer: mail programs show them as one
     * thread.
     */
    private static String threadId(String incident, String domain) {
        return "<incident-" + Sha256.hex(incident, 16) + "@" + domain + ">";
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }

    /**
     * The title is one line without control characters, so that no name can add a header. An encoded word (RFC 2047) in
     * it would be decoded by who reads the mail, to any characters: the sign that begins one is another that looks like
     * it.
     */
    private static String subject(String title) {
        return title.replace("=?", "=\uFF1F");
    }

    static Address[] addresses(List<String> to) throws MessagingException {
        Address[] addresses = new Address[to.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = new InternetAddress(to.get(i), true);
        }
        return addresses;
    }

    private static Multipart alternatives(Message words, Optional<Picture> picture) throws MessagingException {
        MimeBodyPart text = new MimeBodyPart();
        text.setText(MailBody.text(words), UTF_8);
        MimeBodyPart html = new MimeBodyPart();
        html.setText(MailHtml.of(words, picture.map(Picture::description).orElse("")), UTF_8, "html");
        if (picture.isEmpty()) {
            return new MimeMultipart("alternative", text, html);
        }
        MimeBodyPart related = new MimeBodyPart();
        related.setContent(new MimeMultipart("related", html, inline(picture.get())));
        return new MimeMultipart("alternative", text, related);
    }

    private static MimeBodyPart inline(Picture picture) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(picture.png(), "image/png")));
        part.setContentID("<" + MailHtml.PICTURE + ">");
        part.setDisposition(Part.INLINE);
        part.setFileName("curve.png");
        return part;
    }
}
