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
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives all test classes the same {@link LiveMonitor}, and fails a test whose pages had an error in a script. */
final class OneLiveMonitor implements ExecutionCondition, ParameterResolver, BeforeEachCallback, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(OneLiveMonitor.class);

    /** Folder for pictures of the pages of failed tests. */
    private static final Path PICTURES = Path.of("target", "failed-pages");

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
        return monitor(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        monitor(context).closePages();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        LiveMonitor monitor = monitor(context);
        if (context.getExecutionException().isPresent()) {
            monitor.picture(PICTURES, context.getRequiredTestMethod().getName());
        }
        if (context.getExecutionException().isEmpty() && !monitor.complaints().isEmpty()) {
            throw new AssertionError("scripts of the page complained: " + monitor.complaints());
        }
    }

    private static LiveMonitor monitor(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(LiveMonitor.class, key -> started(), LiveMonitor.class);
    }

    private static LiveMonitor started() {
        try {
            return new LiveMonitor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
