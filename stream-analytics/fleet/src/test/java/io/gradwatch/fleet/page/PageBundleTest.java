package io.gradwatch.fleet.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The committed bundle of the page is that of its sources, as their digests show without Node. */
class PageBundleTest {

    private static final Path PAGE = Path.of("page");
    private static final Path BUNDLE = Path.of("src/main/resources/io/gradwatch/fleet/page");

    /** Files and folders that {@code page/scripts/finish.mjs} takes the digests of. */
    private static final List<String> SOURCES = List.of(
            "index.html",
            "package-lock.json",
            "package.json",
            "tsconfig.json",
            "vite.config.ts",
            "public",
            "scripts",
            "src");

    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"/([^\"]+)\"");

    @Test
    void sourcesOfThePage_areThoseOfTheBundle() throws IOException {
        Map<String, String> recorded = Files.readAllLines(BUNDLE.resolve("sources.sha256"), UTF_8).stream()
                .collect(Collectors.toMap(line -> line.substring(66), line -> line.substring(0, 64)));

        assertThat(digests())
                .as("the sources of the page changed: run \"npm run build\" in stream-analytics/fleet/page and commit"
                        + " what it writes")
                .containsExactlyInAnyOrderEntriesOf(recorded);
    }

    @Test
    void indexOfTheBundle_namesOnlyWhatIsThere_andHoldsNothingInline() throws IOException {
        String index = Files.readString(BUNDLE.resolve("index.html"), UTF_8);

        assertThat(ASSET.matcher(index)
                        .results()
                        .map(match -> match.group(1))
                        .filter(asset -> !asset.startsWith("api/")))
                .isNotEmpty()
                .allSatisfy(asset -> assertThat(BUNDLE.resolve(asset)).isNotEmptyFile());
        assertThat(index).doesNotContain("<style", "style=", "onload=", "onerror=");
        Matcher inline = Pattern.compile("<script(?![^>]*\\bsrc=)").matcher(index);
        assertThat(inline.find()).as("a script without src").isFalse();
    }

    @Test
    void bundle_carriesTheLicencesOfWhatIsInIt() throws IOException {
        assertThat(Files.readString(BUNDLE.resolve("THIRD-PARTY-NOTICES.txt"), UTF_8))
                .contains("preact", "uplot", "Permission is hereby granted");
    }

    private static Map<String, String> digests() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (String source : SOURCES) {
            try (Stream<Path> files = Files.walk(PAGE.resolve(source))) {
                files.filter(Files::isRegularFile).forEach(file -> digests.put(nameOf(file), digest(file)));
            }
        }
        return digests;
    }

    private static String nameOf(Path file) {
        return PAGE.relativize(file).toString().replace('\\', '/');
    }

    /** Carriage returns do not count: a checkout may add them. */
    private static String digest(Path file) {
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            for (byte one : Files.readAllBytes(file)) {
                if (one != '\r') {
                    text.write(one);
                }
            }
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
