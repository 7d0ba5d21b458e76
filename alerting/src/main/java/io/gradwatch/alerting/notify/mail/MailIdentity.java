package io.gradwatch.alerting.notify.mail;

import io.gradwatch.alerting.notify.spi.Notification;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Message ids. They are made of what the message is about, so that a message that is sent again keeps its id. */
record MailIdentity(String domain) {

    /** @param from address whose domain the ids take */
    static MailIdentity of(String from) {
        return new MailIdentity(from.replaceAll("^.*@", "").replaceAll("[^A-Za-z0-9.-]", ""));
    }

    String messageId(Notification notification) {
        String about = notification.group().incident()
                + '\n'
                + notification.receiver()
                + '\n'
                + notification.createdAt()
                + '\n'
                + notification.sequence();
        return "<alert-" + hash(about) + "@" + domain + ">";
    }

    /**
     * Id of a message that never was, to which all messages of an incident refer: mail programs show them as one
     * thread.
     */
    String threadId(Notification notification) {
        return "<incident-" + hash(notification.group().incident()) + "@" + domain + ">";
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
