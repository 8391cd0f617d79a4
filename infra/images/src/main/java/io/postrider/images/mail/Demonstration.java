package io.postrider.images.mail;

import io.postrider.images.build.ImageException;
import io.postrider.local.LocalSystem;
import io.postrider.local.run.Demo;

/** The demo's mails through a system that runs. */
final class Demonstration {
    private Demonstration() {}

    /**
     * @return a line with how many there were
     * @throws ImageException if not all are delivered
     */
    static String delivered(LocalSystem system) {
        Demo.Result mails = new Demo(system).send();
        if (!mails.complete()) {
            throw new ImageException(
                    "%d of %d mails delivered; logs in %s".formatted(mails.delivered(), mails.sent(), system.logs()));
        }
        return "%d of %d mails delivered in %.1f s"
                .formatted(mails.delivered(), mails.sent(), mails.took().toMillis() / 1e3);
    }
}
