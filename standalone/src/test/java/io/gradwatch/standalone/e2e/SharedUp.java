package io.gradwatch.standalone.e2e;

import io.gradwatch.standalone.stack.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives all test classes of a JVM that look only at runs of their own the same {@code gradwatch up}, whose agent
 * answers MLflow clients. As with {@link OneLiveMonitor}, it does not matter which classes a JVM gets.
 */
final class SharedUp implements ParameterResolver {

    private static UpProcess up;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == UpProcess.class;
    }

    @Override
    public UpProcess resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return up();
    }

    /** No store of JUnit lives as long as the JVM: Failsafe launches each class of a fork anew. */
    private static synchronized UpProcess up() {
        if (up == null) {
            TemporaryFolder temporary = new TemporaryFolder("gradwatch-shared-up-");
            UpProcess starting = new UpProcess(temporary.path()).withMlflow();
            try {
                starting.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(starting, temporary), "close-shared-up"));
            up = starting;
        }
        return up;
    }

    private static void close(UpProcess up, TemporaryFolder temporary) {
        try {
            up.close();
            temporary.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
