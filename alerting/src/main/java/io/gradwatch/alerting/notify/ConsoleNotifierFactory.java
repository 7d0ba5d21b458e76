package io.gradwatch.alerting.notify;

import com.google.auto.service.AutoService;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Makes notifiers that write to the terminal, or to whatever the program puts in its place. */
@AutoService(NotifierFactory.class)
public final class ConsoleNotifierFactory implements NotifierFactory {

    /** When to write in colour. */
    public enum Colour {
        /** Where the output is a terminal and NO_COLOR is not set. */
        AUTO,
        /** Always. */
        ALWAYS,
        /** Never. */
        NEVER
    }

    /** When to write in colour. */
    public static final ConfigKey<Colour> COLOUR = ConfigKey.choice(
            "colour",
            Colour.class,
            Colour.AUTO,
            "When to write in colour; auto: on a terminal, unless NO_COLOR is set.");

    private final Appendable out;

    /** Writes to the standard output of the process. */
    public ConsoleNotifierFactory() {
        this(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
    }

    /** @param out where the notifiers write */
    public ConsoleNotifierFactory(Appendable out) {
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

    /** From Java 22 on there is always a console, which says itself whether it is a terminal; before, only on one. */
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
