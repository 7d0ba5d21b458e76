package io.gradwatch.standalone.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives all test classes of a JVM the same {@link LiveMonitor}, and fails a test whose pages had an error in a script.
 *
 * <p>A build has several JVMs, each with a monitor of its own from the first test that asks for one. Tests look only at
 * runs that no other class sends, so that the way in which classes are dealt to the JVMs changes nothing but time.
 */
final class OneLiveMonitor implements ExecutionCondition, ParameterResolver, BeforeEachCallback, AfterEachCallback {

    /** Folder for pictures of the pages of failed tests. */
    private static final Path PICTURES = Path.of("target", "failed-pages");

    private static LiveMonitor monitor;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Files.isExecutable(LiveMonitor.CHROMIUM)
                ? ConditionEvaluationResult.enabled("Chromium is there")
                : ConditionEvaluationResult.disabled("no Chromium at " + LiveMonitor.CHROMIUM);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LiveMonitor.class;
    }

    @Override
    public LiveMonitor resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return monitor();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        monitor().closePages();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        LiveMonitor monitor = monitor();
        if (context.getExecutionException().isPresent()) {
            monitor.picture(PICTURES, context.getRequiredTestMethod().getName());
        }
        if (context.getExecutionException().isEmpty() && !monitor.complaints().isEmpty()) {
            throw new AssertionError("scripts of the page complained: " + monitor.complaints());
        }
    }

    /** No store of JUnit lives as long as the JVM: Failsafe launches each class of a fork anew. */
    private static synchronized LiveMonitor monitor() {
        if (monitor == null) {
            try {
                monitor = new LiveMonitor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(OneLiveMonitor::close, "close-live-monitor"));
        }
        return monitor;
    }

    private static void close() {
        try {
            monitor.close();
        } catch (Exception e) {
            throw new IllegalStateException("the monitor of the tests does not stop", e);
        }
    }
}
