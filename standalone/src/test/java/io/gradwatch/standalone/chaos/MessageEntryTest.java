package io.gradwatch.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.standalone.chaos.MessageEntry.Change;
import org.junit.jupiter.api.Test;

class MessageEntryTest {

    @Test
    void messagesToSlack_areReadEntryByEntry() {
        assertThat(MessageEntry.inSlack("""
                run a · id a · <https://watch.example/runs/a|open>
                *CRITICAL* <https://watch.example/alerts/a%2F1|Loss is NaN>
                *recovered* <https://watch.example/alerts/a%2F2|Loss is NaN>
                • <https://watch.example/alerts/a%2F3|Loss is NaN>: was seen for 1 s and has recovered
                """))
                .containsExactly(
                        new MessageEntry("a/1", Change.FIRED, false),
                        new MessageEntry("a/2", Change.OVER, false),
                        new MessageEntry("a/3", Change.FIRED_AND_OVER, false));
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
        assertThat(MessageEntry.inMail(mail.replace("\n", "\r\n")))
                .containsExactly(
                        new MessageEntry("a/1", Change.WORSE, true), new MessageEntry("a/2", Change.OVER, true));
    }
}
