package io.gradwatch.alerting.notify;

import com.google.auto.service.AutoService;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainTextLines;
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
import java.util.Map;
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
        PlainTextLines text = new PlainTextLines()
                .line("\n", painted(message.tone(), BOLD, message.title()))
                .line("  ", message.subject().sentence())
                .line("  ", message.subject().link());
        for (MessageEntry entry : message.shownEntries(ENTRIES)) {
            String head = painted(entry.tone(), "", entry.label() + " " + entry.fault());
            text.line("  ", head + "  " + entry.summary())
                    .line("    ", entry.status())
                    .line("    evidence: ", String.join("; ", entry.facts()))
                    .line("    why, probably: ", entry.firstCause())
                    .line("    try first: ", entry.firstRemedy())
                    .line("    last good checkpoint: ", entry.checkpoint())
                    .numbered("    ", "other causes", entry.otherCauses())
                    .numbered("    ", "then try", entry.otherRemedies());
        }
        message.shownLines().forEach(line -> text.line("  ", line.plain()));
        return text.line("  ", message.rest(ENTRIES)).line("  ", message.note()).toString();
    }

    private String painted(Tone tone, String weight, String text) {
        return colour ? "\033[" + tone.ansi() + "m" + weight + text + RESET : text;
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
                        case AUTO -> wantsColour(System.getenv(), hasTerminal());
                    });
        }

        static boolean wantsColour(Map<String, String> environment, boolean terminal) {
            return terminal
                    && environment.getOrDefault("NO_COLOR", "").isEmpty()
                    && !"dumb".equals(environment.get("TERM"));
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
