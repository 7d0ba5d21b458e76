package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.gradwatch.standalone.stack.TemporaryFolder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A {@code gradwatch up} and a Chromium for a class, as a static field that is registered; each test has a page of its
 * own, of which no script may fail.
 */
final class UpInBrowser implements BeforeAllCallback, AfterAllCallback, AfterEachCallback {

    private final List<String> errors = new ArrayList<>();
    private final String[] options;
    private TemporaryFolder temporary;
    private UpProcess up;
    private Chromium chromium;
    private Page page;

    /** @param options of the JVM of {@code gradwatch up} */
    UpInBrowser(String... options) {
        this.options = options;
    }

    UpProcess up() {
        return up;
    }

    /** Page of the test, opened by the first call. */
    Page page() {
        if (page == null) {
            errors.clear();
            page = chromium.open(errors);
        }
        return page;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Chromium.assume();
        temporary = new TemporaryFolder("gradwatch-up-");
        up = new UpProcess(temporary.path()).options(options);
        up.start();
        chromium = new Chromium();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (page != null) {
            page.close();
            page = null;
        }
        assertThat(errors).isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (chromium != null) {
            chromium.close();
        }
        if (up != null) {
            up.close();
            temporary.close();
        }
    }
}
