package io.gradwatch.alerting.standby;

import java.util.Optional;

/**
 * Part that an instance plays.
 *
 * @param leads true where it leads, false where it stands by
 * @param leader who took over last; empty where that is not known
 */
record Role(boolean leads, Optional<Leader> leader) {

    @Override
    public String toString() {
        if (leads) {
            return "leads" + leader.map(self -> " since " + self.since()).orElse("");
        }
        return leader.map(other -> "stands by; " + other.name() + " leads since " + other.since())
                .orElse("stands by; no leader is known");
    }
}
