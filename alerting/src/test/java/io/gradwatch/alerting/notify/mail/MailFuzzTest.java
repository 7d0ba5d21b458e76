package io.gradwatch.alerting.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.HostileNames;
import jakarta.mail.Header;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/** Whatever a job calls itself, the mail that is received has the headers, recipients and elements that we wrote. */
class MailFuzzTest {

    private static final MailSettings SETTINGS = new MailSettings(
            new MailSettings.Server("localhost", 25, false, MailSettings.StartTls.OFF, null),
            null,
            null,
            "gradwatch@example.org",
            List.of("ada@example.org"),
            false,
            Duration.ofSeconds(1));

    private static final Session SESSION = Session.getInstance(new Properties());

    private static final Pattern OURS = Pattern.compile(
            "</?(html|head|meta|title|body|div|table|tr|td|h1|h2|p|ul|ol|li)( (lang|charset|name|content|role|width|height"
                    + "|cellpadding|cellspacing|border|bgcolor|align|style)=\"[A-Za-z0-9#:;,.%' =-]*\")*>"
                    + "|<a href=\"https://watch\\.example/[^\"<>]*\" style=\"[A-Za-z0-9#:;,.' -]*\">|</a>|<!DOCTYPE html>");

    private static final int LONGEST_SUBJECT = 170;

    private static final List<String> HEADERS = headerNames(received(Alerts.notification(Alerts.nan("a"))));

    @FuzzTest
    void mail(byte[] input) throws Exception {
        Notification hostile = Alerts.linked(
                Alerts.notification(HostileNames.everywhereIn(new String(input, StandardCharsets.UTF_8))));
        MimeMessage mail = received(hostile);
        assertThat(headerNames(mail)).isEqualTo(HEADERS);
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(subject(mail))
                .hasSizeLessThan(LONGEST_SUBJECT)
                .doesNotContain("\r", "\n")
                .isEqualTo("[gradwatch] " + Message.of(hostile).title().replace("=?", "=\uFF1F"));
        assertThat(((MimeMultipart) mail.getContent()).getCount()).isEqualTo(2);
        assertThat(OURS.matcher(MailHtml.of(Message.of(hostile), "")).replaceAll(""))
                .doesNotContain("<", ">");
    }

    /** As RFC 5322 unfolds it; the library's reader takes a backslash at the end of a line for an escape. */
    private static String subject(MimeMessage mail) throws Exception {
        return MimeUtility.decodeText(mail.getHeader("Subject", null).replaceAll("\r\n(?=[ \t])", ""));
    }

    private static List<String> headerNames(MimeMessage mail) {
        try {
            return Collections.list(mail.getAllHeaders()).stream()
                    .map(Header::getName)
                    .sorted()
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The mail as the other side reads it. */
    private static MimeMessage received(Notification notification) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            MailMessage.of(SESSION, SETTINGS.from(), SETTINGS.to(), notification)
                    .writeTo(bytes);
            assertThat(bytes.toString(StandardCharsets.ISO_8859_1).replace("\r\n", ""))
                    .doesNotContain("\r");
            return new MimeMessage(SESSION, new ByteArrayInputStream(bytes.toByteArray()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
