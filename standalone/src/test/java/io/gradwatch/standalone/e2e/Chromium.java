package io.gradwatch.standalone.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The Chromium of this machine. A test that needs one is skipped where there is none. */
final class Chromium implements AutoCloseable {

    private static final Path PLACE = Path.of("/usr/bin/chromium");

    private final Playwright playwright =
            Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new LaunchOptions()
                    .setExecutablePath(PLACE)
                    .setArgs(List.of(
                            "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")));

    /** Skips the test where there is no Chromium. */
    static void assume() {
        Assumptions.assumeTrue(Files.isExecutable(PLACE), "no Chromium at " + PLACE);
    }

    /**
     * A page with a context of its own.
     *
     * @param errors takes the errors of its scripts
     */
    Page open(List<String> errors) {
        Page page = browser.newPage();
        page.setDefaultTimeout(UpProcess.PATIENCE.toMillis());
        page.onPageError(errors::add);
        return page;
    }

    /** Options that find a part of the page by its whole name. */
    static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
