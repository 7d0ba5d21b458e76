package io.gradwatch.alerting.notify.mail;

import jakarta.mail.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** The session of Jakarta Mail that a connection is made with. */
final class MailSession {

    private MailSession() {}

    /** @throws IOException when the trusted certificates cannot be read */
    static Session of(MailSettings settings) throws IOException {
        MailSettings.Server server = settings.server();
        String protocol = protocol(settings);
        String prefix = "mail." + protocol + ".";
        String timeoutMillis = Long.toString(settings.timeout().toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", protocol);
        properties.setProperty(prefix + "connectiontimeout", timeoutMillis);
        properties.setProperty(prefix + "timeout", timeoutMillis);
        properties.setProperty(prefix + "writetimeout", timeoutMillis);
        properties.setProperty(prefix + "auth", Boolean.toString(settings.username() != null));
        properties.setProperty(prefix + "starttls.enable", flag(server.startTls() != MailSettings.StartTls.OFF));
        properties.setProperty(prefix + "starttls.required", flag(server.startTls() == MailSettings.StartTls.REQUIRED));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        if (server.trustedCertificate() != null) {
            properties.put(prefix + "ssl.socketFactory", trusting(server.trustedCertificate()));
        }
        return Session.getInstance(properties);
    }

    static String protocol(MailSettings settings) {
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

    private static String flag(boolean value) {
        return Boolean.toString(value);
    }
}
