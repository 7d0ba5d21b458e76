package io.gradwatch.standalone.e2e;

import io.gradwatch.standalone.stack.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives all test classes that look only at runs of their own the same {@code gradwatch up}, whose agent answers MLflow
 * clients.
 */
final class SharedUp implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SharedUp.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == UpProcess.class;
    }

    @Override
    public UpProcess resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Started.class, key -> new Started(), Started.class)
                .up;
    }

    private static final class Started implements AutoCloseable {

        private final TemporaryFolder temporary = new TemporaryFolder("gradwatch-shared-up-");
        private final UpProcess up = new UpProcess(temporary.path()).withMlflow();

        Started() {
            try {
                up.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws InterruptedException {
            up.close();
            temporary.close();
        }
    }
}
