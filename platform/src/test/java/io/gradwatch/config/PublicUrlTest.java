package io.gradwatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://watch.example.org", "https://watch.example.org/", "https://watch.example.org//"})
    void slashAtTheEnd_countsAsAbsent(String text) {
        assertThat(PublicUrl.of(text).run("digits")).isEqualTo("https://watch.example.org/runs/digits");
        assertThat(PublicUrl.of(text).overview()).isEqualTo("https://watch.example.org/");
    }

    @Test
    void pathAndPort_stay() {
        assertThat(PublicUrl.of("http://127.0.0.1:8080/gradwatch/").alert("a"))
                .isEqualTo("http://127.0.0.1:8080/gradwatch/alerts/a");
    }

    @Test
    void ids_areOneSegmentOfThePath() {
        PublicUrl url = PublicUrl.of("https://w.example");

        assertThat(url.run("sweep/lr=0.1 é?#%")).isEqualTo("https://w.example/runs/sweep%2Flr%3D0.1%20%C3%A9%3F%23%25");
        assertThat(url.alert("digits/a0/non-finite/120/5f2b"))
                .isEqualTo("https://w.example/alerts/digits%2Fa0%2Fnon-finite%2F120%2F5f2b");
        assertThat(url.run("a|b>c")).isEqualTo("https://w.example/runs/a%7Cb%3Ec");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "watch.example.org",
                "ftp://watch.example.org",
                "javascript:alert(1)",
                "https://",
                "https://ada:secret@watch.example.org",
                "https://watch.example.org/?tab=1",
                "https://watch.example.org/#top",
                "https://watch example.org",
            })
    void whatIsNoAddressOfAPage_isRefused(String text) {
        assertThatThrownBy(() -> PublicUrl.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void environment_givesIt() throws ConfigurationException {
        Optional<PublicUrl> url = Configuration.defaults(Map.of("GRADWATCH_PUBLIC_URL", "https://w.example/"))
                .read(PublicUrl::from);

        assertThat(url).contains(new PublicUrl("https://w.example"));
    }

    @Test
    void badValue_isToldWithItsLine() {
        Configuration configuration = Configuration.parse("public-url: watch.example.org\n", "c.yml", Map.of());

        assertThatThrownBy(() -> configuration.read(PublicUrl::from))
                .hasMessageContaining("public-url was 'watch.example.org' but must be an http or https address")
                .hasMessageContaining("1");
    }
}
