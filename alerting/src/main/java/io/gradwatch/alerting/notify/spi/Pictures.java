package io.gradwatch.alerting.notify.spi;

import io.gradwatch.schema.Alert;
import java.util.Optional;

/** Source of the pictures of alerts. */
@FunctionalInterface
public interface Pictures {

    /** No pictures. */
    Pictures NONE = alert -> Optional.empty();

    /**
     * Picture of the curve that an alert is about, around its onset. Waits for a second at most and never throws: a
     * message without its picture is better than a late one.
     */
    Optional<Picture> of(Alert alert);
}
