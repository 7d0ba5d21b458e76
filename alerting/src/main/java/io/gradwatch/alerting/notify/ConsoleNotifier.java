package io.gradwatch.alerting.notify;

import com.google.auto.service.AutoService;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.MessageLine;
import io.gradwatch.alerting.message.Tone;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Writes notifications as text, in colour where that is wanted. One notification is one write. */
public final class ConsoleNotifier implements Notifier {

    /** Alerts of one notification that are written in full; the rest is counted. */
    static final int ENTRIES = 10;

    private static final String RESET = "\033[0m";
    private static final String BOLD = "\033[1m";

    private final Appendable out;
    private final boolean colour;

    /**
     * @param out where to write
     * @param colour whether it understands ANSI colours
     */
    ConsoleNotifier(Appendable out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    @Override
    public Delivery send(Notification notification) {
        try {
            out.append(text(Message.of(notification)));
            if (out instanceof Flushable flushable) {
                flushable.flush();
            }
            return out instanceof PrintStream stream && stream.checkError()
                    ? Delivery.rejected(FailureReason.CLIENT_ERROR, "the console is closed")
                    : Delivery.delivered();
        } catch (IOException e) {
            return Delivery.rejected(FailureReason.CLIENT_ERROR, "the console cannot be written: " + e.getMessage());
        }
    }

    private String text(Message message) {
        StringBuilder text = new StringBuilder("\n");
        text.append(painted(colourOf(message.tone()) + BOLD, message.title())).append('\n');
        text.append("  ").append(message.subject().sentence()).append('\n');
        appendLine(text, "  ", message.subject().link());
        for (MessageEntry entry :
                message.entries().subList(0, Math.min(ENTRIES, message.entries().size()))) {
            append(text, entry);
        }
        for (MessageLine line : message.shownLines()) {
            appendLine(text, "  ", line.plain());
        }
        appendLine(text, "  ", message.rest(ENTRIES));
        appendLine(text, "  ", message.note());
        return text.toString();
    }

    private void append(StringBuilder text, MessageEntry entry) {
        text.append("  ")
                .append(painted(colourOf(entry.tone()), entry.label() + " " + entry.fault()))
                .append("  ")
                .append(entry.summary())
                .append('\n');
        appendLine(text, "    ", entry.standing());
        appendLine(text, "    evidence: ", String.join("; ", entry.facts()));
        appendNumbered(text, "why, probably", entry.causes());
        appendNumbered(text, "try first", entry.remedies());
    }

    private static void appendNumbered(StringBuilder text, String head, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append("    ").append(head).append(":\n");
            for (int i = 0; i < lines.size(); i++) {
                appendLine(text, "      " + (i + 1) + ". ", lines.get(i));
            }
        }
    }

    private static void appendLine(StringBuilder text, String before, String line) {
        if (!line.isEmpty()) {
            text.append(before).append(line).append('\n');
        }
    }

    private String painted(String code, String text) {
        return colour ? code + text + RESET : text;
    }

    private static String colourOf(Tone tone) {
        return switch (tone) {
            case CRITICAL -> "\033[31m";
            case WARNING -> "\033[33m";
            case INFO -> "\033[36m";
            case RECOVERED -> "\033[32m";
            case PAST -> "\033[90m";
        };
    }

    /** Makes notifiers that write to the terminal, or to whatever the program puts in its place. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        /** Use of colour. */
        public enum Colour {
            /** Where the output is a terminal and NO_COLOR is not set. */
            AUTO,
            /** Always. */
            ALWAYS,
            /** Never. */
            NEVER
        }

        /** Use of colour. */
        public static final ConfigKey<Colour> COLOUR = ConfigKey.choice(
                "colour",
                Colour.class,
                Colour.AUTO,
                "When to write in colour; auto: on a terminal, unless NO_COLOR is set.");

        private final Appendable out;

        /** Writes to the standard output of the process. */
        public Factory() {
            this(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        }

        /** @param out where the notifiers write */
        public Factory(Appendable out) {
            this.out = out;
        }

        @Override
        public String kind() {
            return "console";
        }

        @Override
        public Notifier create(ConfigSection section) {
            return new ConsoleNotifier(
                    out,
                    switch (section.get(COLOUR)) {
                        case ALWAYS -> true;
                        case NEVER -> false;
                        case AUTO -> isTerminal();
                    });
        }

        private static boolean isTerminal() {
            String noColor = System.getenv("NO_COLOR");
            return (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM")) && hasTerminal();
        }

        /**
         * From Java 22 on there is always a console, which says itself whether it is a terminal; before, only on one.
         */
        private static boolean hasTerminal() {
            Optional<Console> console = Optional.ofNullable(System.console());
            try {
                return console.isPresent()
                        && (boolean) Console.class.getMethod("isTerminal").invoke(console.get());
            } catch (ReflectiveOperationException e) {
                return console.isPresent();
            }
        }
    }
}
