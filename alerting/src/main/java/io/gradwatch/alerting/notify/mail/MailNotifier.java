package io.gradwatch.alerting.notify.mail;

import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one mail to all recipients of the receiver. A recipient that the server refuses for good is left out, so that
 * one wrong address does not silence the others; one that it refuses for now holds the mail back for all, so that
 * nobody gets it twice.
 */
final class MailNotifier implements Notifier {

    private static final Logger LOG = LoggerFactory.getLogger(MailNotifier.class);

    private final MailSettings settings;
    private Session session;

    MailNotifier(MailSettings settings) {
        this.settings = settings;
    }

    @Override
    public Delivery send(Notification notification) {
        try {
            if (session == null) {
                session = MailSession.of(settings);
            }
            return send(MailMessage.of(session, settings, notification));
        } catch (IOException e) {
            return Delivery.retry(FailureReason.TLS_ERROR, e.getMessage());
        } catch (MessagingException e) {
            return Delivery.rejected(FailureReason.CLIENT_ERROR, "the mail cannot be written: " + e.getMessage());
        }
    }

    private Delivery send(MailMessage mail) throws MessagingException {
        boolean connected = false;
        try (Transport transport = session.getTransport(MailSession.protocol(settings))) {
            MailSettings.Server server = settings.server();
            String password =
                    settings.password() == null ? null : settings.password().reveal();
            transport.connect(server.host(), server.port(), settings.username(), password);
            connected = true;
            return send(transport, mail);
        } catch (MessagingException e) {
            return SmtpFailure.delivery(e, connected);
        }
    }

    private Delivery send(Transport transport, MailMessage mail) throws MessagingException {
        Address[] recipients = mail.getAllRecipients();
        while (true) {
            try {
                transport.sendMessage(mail, recipients);
                return Delivery.delivered(mail.getMessageID());
            } catch (MessagingException e) {
                List<Address> refused = refusedForGood(e);
                Address[] rest = without(recipients, refused);
                if (refused.isEmpty() || rest.length == 0) {
                    return SmtpFailure.delivery(e, true);
                }
                LOG.warn("The mail server {} refuses the recipients {}; the mail goes to the others", this, refused);
                recipients = rest;
            }
        }
    }

    private static List<Address> refusedForGood(MessagingException failure) {
        List<Address> refused = new ArrayList<>();
        Exception next = failure;
        while (next instanceof MessagingException messaging) {
            if (next instanceof SMTPAddressFailedException address && address.getReturnCode() >= 500) {
                refused.add(address.getAddress());
            }
            next = messaging.getNextException();
        }
        return refused;
    }

    private static Address[] without(Address[] recipients, List<Address> refused) {
        return Arrays.stream(recipients)
                .filter(recipient -> !refused.contains(recipient))
                .toArray(Address[]::new);
    }

    @Override
    public String toString() {
        return settings.server().host() + ":" + settings.server().port();
    }
}
