package io.gradwatch.alerting.notify.mail;

import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Meaning of a failure to send mail: 4xx passes, 5xx does not (RFC 5321, section 4.2.1). */
final class SmtpFailure {

    private static final int SHOWN_LENGTH = 200;
    private static final Pattern CODE = Pattern.compile("^\\s*([245]\\d\\d)[ -]");

    private SmtpFailure() {}

    /** @param connected whether the server had accepted the connection and the credentials */
    static Delivery delivery(MessagingException failure, boolean connected) {
        int code = code(failure);
        String detail = detail(failure, code);
        if (failure instanceof AuthenticationFailedException) {
            return code >= 400 && code < 500
                    ? Delivery.retry(FailureReason.SERVER_ERROR, detail)
                    : Delivery.rejected(FailureReason.AUTH_ERROR, detail);
        }
        if (code >= 500) {
            boolean login = code == 530 || code == 535;
            return Delivery.rejected(login ? FailureReason.AUTH_ERROR : FailureReason.CLIENT_ERROR, detail);
        }
        if (code >= 400) {
            return Delivery.retry(FailureReason.SERVER_ERROR, detail);
        }
        return Delivery.retry(withoutCode(failure, connected), detail);
    }

    private static FailureReason withoutCode(MessagingException failure, boolean connected) {
        if (has(failure, SSLException.class)
                || String.valueOf(failure.getMessage()).contains("STARTTLS")) {
            return FailureReason.TLS_ERROR;
        }
        if (!connected) {
            return FailureReason.UNREACHABLE;
        }
        return has(failure, SocketTimeoutException.class) ? FailureReason.TIMEOUT : FailureReason.CONNECTION_LOST;
    }

    /** The reply code of the server, 0 where there is none. */
    static int code(MessagingException failure) {
        return causes(failure)
                .map(SmtpFailure::ownCode)
                .filter(code -> code > 0)
                .findFirst()
                .orElse(0);
    }

    private static int ownCode(Throwable failure) {
        if (failure instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        if (failure instanceof SMTPSenderFailedException sender) {
            return sender.getReturnCode();
        }
        if (failure instanceof SMTPSendFailedException send && send.getReturnCode() > 0) {
            return send.getReturnCode();
        }
        Matcher matcher = CODE.matcher(String.valueOf(failure.getMessage()));
        return failure instanceof MessagingException && matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static boolean has(MessagingException failure, Class<? extends Throwable> kind) {
        return causes(failure).anyMatch(kind::isInstance);
    }

    /** The chain of nested exceptions, which Jakarta Mail keeps beside the chain of causes. */
    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(Optional.of(failure), Optional::isPresent, now -> now.map(SmtpFailure::nested))
                .limit(20)
                .map(Optional::get);
    }

    private static Throwable nested(Throwable failure) {
        return failure instanceof MessagingException messaging && messaging.getNextException() != null
                ? messaging.getNextException()
                : failure.getCause();
    }

    private static String detail(MessagingException failure, int code) {
        String said = PlainText.oneLine(String.valueOf(failure.getMessage()), SHOWN_LENGTH);
        return (code > 0 ? "SMTP " + code + ": " : failure.getClass().getSimpleName() + ": ") + said;
    }
}
