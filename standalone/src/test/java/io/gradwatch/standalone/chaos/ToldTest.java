package io.gradwatch.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.standalone.chaos.Told.Change;
import org.junit.jupiter.api.Test;

class ToldTest {

    @Test
    void messagesToSlack_areReadEntryByEntry() {
        assertThat(Told.inSlack("""
                run a · id a · <https://watch.example/runs/a|open>
                *CRITICAL* <https://watch.example/alerts/a%2F1|Loss is NaN>
                *recovered* <https://watch.example/alerts/a%2F2|Loss is NaN>
                • <https://watch.example/alerts/a%2F3|Loss is NaN>: was seen for 1 s and has recovered
                """))
                .containsExactly(
                        new Told("a/1", Change.FIRED, false),
                        new Told("a/2", Change.OVER, false),
                        new Told("a/3", Change.FIRED_AND_OVER, false));
    }

    @Test
    void mails_areReadBlockByBlock_withTheirNote() {
        String mail = """
                CRITICAL: Loss is NaN
                https://watch.example/runs/a

                now CRITICAL Loss is NaN
                  https://watch.example/alerts/a%2F1

                unrecovered Loss is NaN
                  https://watch.example/alerts/a%2F2

                This may be a repeat: the connection was interrupted
                """;
        assertThat(Told.inMail(mail.replace("\n", "\r\n")))
                .containsExactly(new Told("a/1", Change.WORSE, true), new Told("a/2", Change.OVER, true));
    }
}
