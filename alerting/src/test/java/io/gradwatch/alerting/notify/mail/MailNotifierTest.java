package io.gradwatch.alerting.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.owner.Owners;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.ScriptedSmtp;
import io.gradwatch.alerting.testing.StartTlsRelay;
import io.gradwatch.alerting.testing.Summaries;
import io.gradwatch.alerting.testing.TestCertificate;
import io.gradwatch.alerting.testing.service.LoopbackMail;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.schema.Alert;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MailNotifierTest {

    private static final String PASSWORD = "smtp-secret";

    @TempDir
    private Path folder;

    @Test
    void startTlsAndPassword_areUsed() throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        GreenMail server = greenMail();
        try (StartTlsRelay relay =
                new StartTlsRelay(certificate.serverContext(), server.getSmtp().getPort())) {
            String trust = "trusted-certificate: " + certificate.pem();

            assertThat(send(relay.port(), PASSWORD, trust)).isInstanceOf(Delivery.Delivered.class);
            assertThat(relay.upgrades()).isEqualTo(1);
            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(mail.getSubject())
                    .isEqualTo(
                            "[gradwatch] CRITICAL: Loss is NaN in run resnet-a on node-7 since step 1,200, 3 min ago");

            Delivery wrong = send(relay.port(), "wrong-secret", trust);
            assertThat(reasonOf(wrong)).isEqualTo(FailureReason.AUTH_ERROR);
            assertThat(wrong).isInstanceOf(Delivery.Rejected.class);
            assertThat(wrong.toString()).doesNotContain("wrong-secret");
        } finally {
            server.stop();
        }
    }

    @Test
    void trustedCertificate_isReadOnce() throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        GreenMail server = greenMail();
        try (StartTlsRelay relay =
                new StartTlsRelay(certificate.serverContext(), server.getSmtp().getPort())) {
            Path pem = folder.resolve("once.pem");
            String more = "username: gradwatch\npassword: " + PASSWORD + "\ntrusted-certificate: " + pem;
            Files.copy(certificate.pem(), pem);
            Notifier notifier = create(relay.port(), more, "[ada@example.org]");

            assertThat(notifier.send(Alerts.notification(Alerts.nan("a")))).isInstanceOf(Delivery.Delivered.class);
            Files.delete(pem);
            assertThat(notifier.send(Alerts.notification(Alerts.nan("b")))).isInstanceOf(Delivery.Delivered.class);
        } finally {
            server.stop();
        }
    }

    @Test
    void untrustedCertificate_sendsNothingAndIsTriedAgain() throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        GreenMail server = greenMail();
        try (StartTlsRelay relay =
                new StartTlsRelay(certificate.serverContext(), server.getSmtp().getPort())) {
            Delivery delivery = send(relay.port(), PASSWORD, "");

            assertThat(delivery).isInstanceOf(Delivery.Retry.class);
            assertThat(reasonOf(delivery)).isEqualTo(FailureReason.TLS_ERROR);
            assertThat(server.getReceivedMessages()).isEmpty();
        } finally {
            server.stop();
        }
    }

    @Test
    void serverWithoutStartTls_getsNothingUnlessAllowed() throws Exception {
        try (ScriptedSmtp server = new ScriptedSmtp()) {
            Delivery required = sendWithoutLogin(server.port(), "starttls: required");
            assertThat(required).isInstanceOf(Delivery.Retry.class);
            assertThat(reasonOf(required)).isEqualTo(FailureReason.TLS_ERROR);
            assertThat(server.accepted()).isZero();

            assertThat(sendWithoutLogin(server.port(), "starttls: optional")).isInstanceOf(Delivery.Delivered.class);
            assertThat(sendWithoutLogin(server.port(), "starttls: off")).isInstanceOf(Delivery.Delivered.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "connect,421 closing,unreachable,true",
        "connect,554 no,unreachable,true",
        "MAIL,451 later,serverError,true",
        "MAIL,452 full,serverError,true",
        "MAIL,550 no,clientError,false",
        "MAIL,530 log in first,authError,false",
        "RCPT,450 greylisted,serverError,true",
        "RCPT,550 unknown,clientError,false",
        "DATA,451 later,serverError,true",
        "DATA,554 no,clientError,false",
        ".,451 later,serverError,true",
        ".,552 too big,clientError,false",
        "MAIL,hang up,connectionLost,true",
        ".,hang up,connectionLost,true",
        ".,silence,timeout,true",
        "connect,hang up,unreachable,true",
        "connect,silence,unreachable,true",
    })
    void answer_saysWhetherToTryAgain(String command, String answer, String reason, boolean again) throws Exception {
        try (ScriptedSmtp server = new ScriptedSmtp().answering(command, answer)) {
            Delivery delivery = sendWithoutLogin(server.port(), "starttls: off");

            assertThat(delivery instanceof Delivery.Retry)
                    .as(delivery.toString())
                    .isEqualTo(again);
            assertThat(reasonOf(delivery).label()).as(delivery.toString()).isEqualTo(reason);
        }
    }

    @Test
    void noServer_isTriedAgain() throws Exception {
        // Bound and not listening: nobody else is given the port meanwhile.
        try (Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            Delivery delivery = sendWithoutLogin(nobody.getLocalPort(), "starttls: off");

            assertThat(delivery).isInstanceOf(Delivery.Retry.class);
            assertThat(reasonOf(delivery)).isEqualTo(FailureReason.UNREACHABLE);
        }
    }

    @Test
    void recipientRefusedForGood_isLeftOut() throws Exception {
        try (ScriptedSmtp server = new ScriptedSmtp().answering("RCPT TO:<gone@", "550 no such user")) {
            Delivery delivery = create(server.port(), "starttls: off", "[ada@example.org, gone@example.org]")
                    .send(Alerts.notification(Alerts.nan("a")));

            assertThat(delivery).isInstanceOf(Delivery.Delivered.class);
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void ownerRefusedForGood_isReplacedByThoseOfTheConfiguration() throws Exception {
        try (ScriptedSmtp server = new ScriptedSmtp().answering("RCPT TO:<ada@", "550 no such user")) {
            Delivery delivery = toOwners(server.port(), new Owners(Map.of(), List.of(), Optional.of("example.org")))
                    .send(Alerts.notification(ownedBy("ada", "a")));

            assertThat(delivery).isInstanceOf(Delivery.Delivered.class);
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void mail_goesToTheOwners_andForThoseWithoutAnAddressToTheConfigured() throws Exception {
        GreenMail server = LoopbackMail.create();
        server.start();
        try {
            Owners owners = new Owners(
                    Map.of("grace", "hopper@people.example"), List.of("lab.example"), Optional.of("example.org"));
            Notifier notifier = toOwners(server.getSmtp().getPort(), owners);
            notifier.send(Alerts.notification(
                    ownedBy("ada", "a"),
                    ownedBy("ada", "b"),
                    ownedBy("Turing@LAB.example", "c"),
                    ownedBy("grace", "d")));
            assertThat(recipients(server))
                    .containsExactlyInAnyOrder("ada@example.org", "turing@lab.example", "hopper@people.example");

            notifier.send(Alerts.notification(ownedBy("eve@evil.example", "e")));
            notifier.send(Summaries.notification(Summaries.daily()));
            assertThat(recipients(server))
                    .hasSize(5)
                    .contains("team@example.org")
                    .doesNotContain("eve@evil.example");
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @MethodSource("io.gradwatch.alerting.testing.HostileNames#all")
    void hostileOwner_isWrittenToByNobody(String name) throws Exception {
        GreenMail server = LoopbackMail.create();
        server.start();
        try {
            Notifier notifier = toOwners(
                    server.getSmtp().getPort(),
                    new Owners(Map.of(), List.of("lab.example"), Optional.of("lab.example")));
            Alert alert = ownedBy(name + "@lab.example", "a");

            assertThat(notifier.send(Alerts.notification(alert))).isInstanceOf(Delivery.Delivered.class);
            assertThat(recipients(server)).containsExactly("team@example.org");
            assertThat(server.getReceivedMessages()[0].getHeader("Bcc")).isNull();
        } finally {
            server.stop();
        }
    }

    /** Users to whose mailboxes a mail came, once for each. */
    private static List<String> recipients(GreenMail server) throws Exception {
        List<String> users = new ArrayList<>();
        for (GreenMailUser user : server.getUserManager().listUser()) {
            int mails = server.getManagers().getImapHostManager().getInbox(user).getMessageCount();
            users.addAll(Collections.nCopies(mails, user.getEmail()));
        }
        users.sort(Comparator.naturalOrder());
        return users;
    }

    private static Alert ownedBy(String owner, String run) {
        return Alert.newBuilder(Alerts.nan(run)).setOwner(owner).build();
    }

    private static Notifier toOwners(int port, Owners owners) throws ConfigurationException {
        String yaml = "host: localhost\nport: " + port + "\nfrom: g@example.org\ntimeout: 700ms\n"
                + "starttls: off\nto: [team@example.org]\nto-owner: true\n";
        return Configuration.parse(yaml, "f.yml", Map.of())
                .read(section -> new MailNotifier.Factory().create(section, owners));
    }

    @Test
    void recipientRefusedForNow_holdsTheMailBackForAll() throws Exception {
        try (ScriptedSmtp server = new ScriptedSmtp().answering("RCPT TO:<later@", "450 greylisted")) {
            Delivery delivery = create(server.port(), "starttls: off", "[ada@example.org, later@example.org]")
                    .send(Alerts.notification(Alerts.nan("a")));

            assertThat(delivery).isInstanceOf(Delivery.Retry.class);
            assertThat(server.accepted()).isZero();
        }
    }

    private static GreenMail greenMail() {
        GreenMail server = LoopbackMail.create();
        server.start();
        server.setUser("ada@example.org", "gradwatch", PASSWORD);
        return server;
    }

    private static Delivery send(int port, String password, String more) throws Exception {
        return create(port, "username: gradwatch\npassword: " + password + "\n" + more, "[ada@example.org]")
                .send(Alerts.notification(Alerts.nan("a")));
    }

    private static Delivery sendWithoutLogin(int port, String more) throws Exception {
        return create(port, more, "[ada@example.org]").send(Alerts.notification(Alerts.nan("a")));
    }

    private static Notifier create(int port, String more, String to) throws ConfigurationException {
        String yaml = "host: localhost\nport: " + port + "\nfrom: gradwatch@example.org\ntimeout: 700ms\nto: " + to
                + "\n" + more;
        return Configuration.parse(yaml, "f.yml", Map.of()).read(new MailNotifier.Factory()::create);
    }

    private static FailureReason reasonOf(Delivery delivery) {
        return delivery instanceof Delivery.Retry retry ? retry.reason() : ((Delivery.Rejected) delivery).reason();
    }
}
