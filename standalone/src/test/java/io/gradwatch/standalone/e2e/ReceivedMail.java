package io.gradwatch.standalone.e2e;

import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The HTML part of a received mail, as a mail program shows it: with the pictures that came in the mail. */
final class ReceivedMail {

    private final Map<String, String> pictures = new HashMap<>();
    private String html = "";

    private ReceivedMail() {}

    /** The HTML, each picture in place of its Content-ID. */
    static String html(MimeMessage message) throws Exception {
        ReceivedMail mail = new ReceivedMail();
        mail.read(message);
        String shown = mail.html;
        for (Map.Entry<String, String> picture : mail.pictures.entrySet()) {
            shown = shown.replace("cid:" + picture.getKey(), picture.getValue());
        }
        return shown;
    }

    private void read(Part part) throws Exception {
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                read(parts.getBodyPart(i));
            }
        } else if (part.isMimeType("text/html")) {
            html = part.getContent().toString();
        } else if (part.isMimeType("image/png")) {
            byte[] png = part.getInputStream().readAllBytes();
            pictures.put(
                    ((MimePart) part).getContentID().replaceAll("[<>]", ""),
                    "data:image/png;base64," + Base64.getEncoder().encodeToString(png));
        }
    }
}
