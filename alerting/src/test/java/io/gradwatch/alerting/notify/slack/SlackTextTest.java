package io.gradwatch.alerting.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*all is well* | ∗all is well∗",
                "_quiet_ and ~gone~ | ˍquietˍ and ∼gone∼",
                "`rm -rf` | ˋrm -rfˋ",
                ":tada: done | ∶tada: done",
                "> said | › said",
                "<!channel> & <http://x> | &lt;!channel&gt; &amp; &lt;http://x&gt;",
                "val_loss of run_7 | val_loss of run_7",
                "2*3 at 10:30:15 | 2*3 at 10:30:15",
                "layer.0.weight: 3e-4 | layer.0.weight: 3e-4",
                "**twice** | ∗∗twice∗∗"
            })
    void markup_standsForItself(String plain, String expected) {
        assertThat(SlackText.escaped(plain, 1_000)).isEqualTo(expected);
    }

    @Test
    void longText_isCutBetweenEscapes() {
        assertThat(SlackText.escaped("*&&&&*", 12)).isEqualTo("∗&amp;&amp;…");
    }
}
