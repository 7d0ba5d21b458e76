package io.gradwatch.alerting.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Picture;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.Golden;
import io.gradwatch.alerting.testing.HostileNames;
import io.gradwatch.alerting.testing.NotificationBuilder;
import io.gradwatch.alerting.testing.Summaries;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.Resolution;
import jakarta.mail.Header;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailMessageTest {

    private static final MailSettings SETTINGS = new MailSettings(
            new MailSettings.Server("localhost", 25, false, MailSettings.StartTls.OFF, null),
            null,
            null,
            "gradwatch@example.org",
            List.of("ada@example.org", "grace@example.org"),
            false,
            Duration.ofSeconds(1));

    private static final Notification FIRING =
            Alerts.notification(Alerts.withCheckpoint(Alerts.nan("a")), Alerts.oscillating("a"));
    private static final Notification RESOLVED = Alerts.notification(Alerts.resolved(Alerts.nan("a")));

    @Test
    void summary_looksAsBefore() throws Exception {
        Message words = Message.of(Alerts.linked(Summaries.notification(Summaries.daily())));

        Golden.assertSame("mail-summary.txt", MailBody.text(words));
        Golden.assertSame("mail-summary.html", MailHtml.of(words, ""));
    }

    @ParameterizedTest
    @MethodSource("io.gradwatch.alerting.testing.HostileNames#all")
    void hostileNamesInASummary_areNoMarkup(String name) {
        String html = MailHtml.of(Message.of(Summaries.notification(HostileNames.summaryOf(name))), "");

        assertThat(html).doesNotContain("<script", "<img", "<b>").hasSizeLessThan(102_000);
    }

    @Test
    void bodies_lookAsBefore() throws Exception {
        Golden.assertSame("mail-firing.txt", MailBody.text(Message.of(FIRING)));
        Golden.assertSame("mail-firing.html", MailHtml.of(Message.of(FIRING), ""));
        Golden.assertSame("mail-resolved.txt", MailBody.text(Message.of(RESOLVED)));
        Golden.assertSame("mail-resolved.html", MailHtml.of(Message.of(RESOLVED), ""));
    }

    @Test
    void unrecoveredPastAndSeveralRuns_lookAsBefore() throws Exception {
        Alert nan = Alerts.nan("a");
        Notification ended = Alerts.linked(Alerts.notification(Alerts.resolved(nan, Resolution.RUN_ENDED)));
        Notification past = Alerts.linked(Alerts.notification(List.of(new AlertChange(Alerts.resolved(nan), null))));
        Notification several = Alerts.linked(Alerts.notification(Alerts.nans(4)));
        Golden.assertSame("mail-unrecovered.txt", MailBody.text(Message.of(ended)));
        Golden.assertSame("mail-unrecovered.html", MailHtml.of(Message.of(ended), ""));
        Golden.assertSame("mail-past.txt", MailBody.text(Message.of(past)));
        Golden.assertSame("mail-several-runs.txt", MailBody.text(Message.of(several)));
        Golden.assertSame("mail-several-runs.html", MailHtml.of(Message.of(several), ""));
        assertThat(MailHtml.of(Message.of(ended), "")).doesNotContain("#1a7f37").doesNotContainIgnoringCase("resolved");
    }

    @Test
    void fiveHundredRuns_areAMailOfBoundedSize() {
        Message message = Message.of(Alerts.linked(Alerts.notification(Alerts.nans(500))));

        assertThat(MailHtml.of(message, "")).hasSizeLessThan(15_000).contains("… and 479 more alerts");
        assertThat(MailBody.text(message)).hasSizeLessThan(10_000);
    }

    @Test
    void mail_hasTextBeforeHtmlAndTheHeadersOfAMachine() throws Exception {
        MimeMessage mail = received(FIRING);

        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain; charset=UTF-8");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html; charset=UTF-8");
        assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
        assertThat(mail.getHeader("List-Id", null)).isEqualTo("Gradwatch alerts <alerts.gradwatch.example.org>");
        assertThat(mail.getAllRecipients()).hasSize(2);
    }

    @Test
    void messagesOfARun_areOneThreadWithIdsOfTheirOwn() throws Exception {
        MimeMessage first = received(FIRING);
        MimeMessage again = received(FIRING);
        Notification next = NotificationBuilder.from(RESOLVED)
                .sequence(8)
                .createdAt(RESOLVED.createdAt().plusSeconds(60))
                .build();
        MimeMessage second = received(next);
        MimeMessage other = received(Alerts.notification(Alerts.nan("b")));

        assertThat(first.getMessageID()).isEqualTo(again.getMessageID()).endsWith("@example.org>");
        assertThat(second.getMessageID()).isNotEqualTo(first.getMessageID());
        assertThat(second.getHeader("References", null))
                .isEqualTo(first.getHeader("References", null))
                .isEqualTo(first.getHeader("In-Reply-To", null));
        assertThat(other.getHeader("References", null)).isNotEqualTo(first.getHeader("References", null));
    }

    @Test
    void picture_isInTheMailItself_andDescribed() throws Exception {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G'};
        Notification drawn =
                Alerts.pictured(FIRING, alert -> Optional.of(new Picture(png, "loss of \"a\" around step 1,200")));

        MimeMultipart parts = (MimeMultipart) received(drawn).getContent();

        assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain; charset=UTF-8");
        MimeMultipart related = (MimeMultipart) parts.getBodyPart(1).getContent();
        assertThat(related.getContentType()).startsWith("multipart/related");
        assertThat(related.getBodyPart(0).getContent().toString())
                .contains("src=\"cid:curve\"", "alt=\"loss of &quot;a&quot; around step 1,200\"");
        MimeBodyPart image = (MimeBodyPart) related.getBodyPart(1);
        assertThat(image.getContentID()).isEqualTo("<curve>");
        assertThat(image.getInputStream().readAllBytes()).isEqualTo(png);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\"", "\u8a13", "\ud83d\ude00"})
    void mailWithAllItsAlerts_isNotCutByGmail(String sign) {
        Alert full = HostileNames.everywhereIn(sign.repeat(500));
        Advice advice = full.getCauses().get(0);
        Evidence evidence = full.getEvidence().get(0);
        Alert[] forty = IntStream.range(0, 40)
                .mapToObj(class_ -> Alert.newBuilder(full)
                        .setId("alert-" + class_)
                        .setCauses(Collections.nCopies(5, advice))
                        .setRemedies(Collections.nCopies(5, advice))
                        .setEvidence(Collections.nCopies(12, evidence))
                        .build())
                .toArray(Alert[]::new);

        String html = MailHtml.of(Message.of(Alerts.linked(Alerts.notification(forty))), "");

        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(102_000);
        assertThat(html).contains("more alerts");
    }

    @Test
    void encodedWordInAName_isNotDecodedByTheReader() throws Exception {
        Alert hostile = Alert.newBuilder(Alerts.nan("a"))
                .setRunName("=?utf-8?B?QWxsIGlzIHdlbGw=?=")
                .build();

        assertThat(received(Alerts.notification(hostile)).getSubject())
                .contains("QWxsIGlzIHdlbGw")
                .doesNotContain("All is well");
    }

    @ParameterizedTest
    @MethodSource("io.gradwatch.alerting.testing.HostileNames#all")
    void hostileNames_addNoHeaderAndNoMarkup(String name) throws Exception {
        Notification hostile = Alerts.notification(HostileNames.everywhereIn(name));
        MimeMessage mail = received(hostile);

        assertThat(headerNames(mail)).isEqualTo(headerNames(received(FIRING)));
        assertThat(mail.getAllRecipients()).hasSize(2);
        assertThat(mail.getSubject()).hasSizeLessThan(170).doesNotContain("\r", "\n");
        String html = MailHtml.of(Message.of(hostile), "");
        assertThat(html).doesNotContainIgnoringCase("<script", "<img", "<a ", "onerror=\"");
        assertThat(html.replaceAll(
                        "</?(html|head|meta|title|body|div|table|tr|td|h1|h2|p|ul|ol|li)( [^<>]*)?>|<!DOCTYPE html>",
                        ""))
                .doesNotContain("<", ">");
        assertThat(html).hasSizeLessThan(60_000);
    }

    private static List<String> headerNames(MimeMessage mail) throws Exception {
        return Collections.list(mail.getAllHeaders()).stream()
                .map(Header::getName)
                .sorted()
                .toList();
    }

    /** The mail as the other side reads it. */
    private static MimeMessage received(Notification notification) throws Exception {
        Session session = Session.getInstance(new Properties());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MailMessage.of(session, SETTINGS.from(), SETTINGS.to(), notification).writeTo(bytes);
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1).replace("\r\n", ""))
                .doesNotContain("\r");
        return new MimeMessage(session, new ByteArrayInputStream(bytes.toByteArray()));
    }
}
