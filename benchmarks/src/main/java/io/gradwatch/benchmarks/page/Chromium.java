package io.gradwatch.benchmarks.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The Chromium of this machine, without a window: {@code CHROMIUM}, else {@code /usr/bin/chromium}. For one thread. */
final class Chromium implements AutoCloseable {

    private final Playwright playwright =
            Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new LaunchOptions()
                    .setExecutablePath(Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium")))
                    .setArgs(List.of(
                            "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")));

    /** A window that knows nothing of earlier ones: no cache, no storage. */
    Page page() {
        return browser.newContext(new NewContextOptions().setViewportSize(1440, 900))
                .newPage();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
