package io.gradwatch.alerting.notify.mail;

import com.google.auto.service.AutoService;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.owner.AddressLimit;
import io.gradwatch.alerting.owner.Owners;
import io.gradwatch.config.ConfigSection;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one mail to all recipients of the receiver, or to the owners of the runs. A recipient that the server refuses
 * for good is left out, so that one wrong address does not silence the others; one that it refuses for now holds the
 * mail back for all, so that nobody gets it twice.
 */
final class MailNotifier implements Notifier {

    private static final Logger LOG = LoggerFactory.getLogger(MailNotifier.class);

    private final MailSettings settings;
    private final MailRecipients recipients;
    /** Null until the trusted certificates could be read. */
    private Session session;

    MailNotifier(MailSettings settings, MailRecipients recipients) {
        this.settings = settings;
        this.recipients = recipients;
    }

    @Override
    public Delivery send(Notification notification) {
        try {
            if (session == null) {
                session = session();
            }
            return send(MailMessage.of(session, settings.from(), recipients.of(notification), notification));
        } catch (IOException e) {
            return Delivery.retry(FailureReason.TLS_ERROR, e.getMessage());
        } catch (MessagingException e) {
            return Delivery.rejected(FailureReason.CLIENT_ERROR, "the mail cannot be written: " + e.getMessage());
        }
    }

    private Delivery send(MailMessage mail) throws MessagingException {
        boolean connected = false;
        try (Transport transport = session.getTransport(protocol())) {
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
        Address[] addressees = mail.getAllRecipients();
        while (true) {
            try {
                transport.sendMessage(mail, addressees);
                recipients.sent(texts(List.of(addressees)));
                return Delivery.delivered(mail.getMessageID());
            } catch (MessagingException e) {
                List<Address> refused = refusedForGood(e);
                Address[] rest = without(addressees, refused);
                if (refused.isEmpty() || rest.length == 0) {
                    return SmtpFailure.delivery(e, true);
                }
                LOG.warn("The mail server {} refuses the recipients {}; the mail goes to the others", this, refused);
                addressees = rest;
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

    /** Those who are left, with those who are told in the place of an owner. */
    private Address[] without(Address[] addressees, List<Address> refused) throws MessagingException {
        Set<Address> rest = new LinkedHashSet<>(List.of(addressees));
        List<String> instead = recipients.inPlaceOf(texts(refused));
        rest.addAll(List.of(MailMessage.addresses(instead)));
        refused.forEach(rest::remove);
        return rest.toArray(Address[]::new);
    }

    private static List<String> texts(List<Address> addresses) {
        return addresses.stream().map(Address::toString).toList();
    }

    /** @throws IOException when the trusted certificates cannot be read */
    private Session session() throws IOException {
        MailSettings.Server server = settings.server();
        String protocol = protocol();
        String prefix = "mail." + protocol + ".";
        MailSettings.StartTls startTls = server.startTls();
        String timeoutMillis = Long.toString(settings.timeout().toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", protocol);
        properties.setProperty(prefix + "connectiontimeout", timeoutMillis);
        properties.setProperty(prefix + "timeout", timeoutMillis);
        properties.setProperty(prefix + "writetimeout", timeoutMillis);
        properties.setProperty(prefix + "auth", Boolean.toString(settings.username() != null));
        properties.setProperty(prefix + "starttls.enable", startTls == MailSettings.StartTls.OFF ? "false" : "true");
        properties.setProperty(
                prefix + "starttls.required", startTls == MailSettings.StartTls.REQUIRED ? "true" : "false");
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        if (server.trustedCertificate() != null) {
            properties.put(prefix + "ssl.socketFactory", trusting(server.trustedCertificate()));
        }
        return Session.getInstance(properties);
    }

    private String protocol() {
        return settings.server().implicitTls() ? "smtps" : "smtp";
    }

    private static SSLSocketFactory trusting(Path pem) throws IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("trusted-" + store.size(), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates in " + pem + " cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return settings.server().host() + ":" + settings.server().port();
    }

    /** Makes notifiers that send mail. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        @Override
        public String kind() {
            return "email";
        }

        @Override
        public Notifier create(ConfigSection section) {
            return create(section, Owners.NONE);
        }

        @Override
        public Notifier create(ConfigSection section, Owners owners) {
            MailSettings settings = MailSettings.from(section, owners);
            MailRecipients recipients = new MailRecipients(
                    settings.to(),
                    Optional.of(owners).filter(known -> settings.toOwner()),
                    new AddressLimit(Clock.systemUTC()));
            return new MailNotifier(settings, recipients);
        }
    }
}
