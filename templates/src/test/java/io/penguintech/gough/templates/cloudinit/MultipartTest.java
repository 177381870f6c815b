package io.penguintech.gough.templates.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultipartTest {
    @Test
    void sendsASingleScriptAsItIs() {
        var infra =
                new Infra().template("a", "#!/bin/sh\necho ${{ host.name }}\n").host("h", "", "a");
        assertThat(infra.masked()).isEqualTo("#!/bin/sh\necho h\n");
    }

    @Test
    void combinesAllCloudConfigIntoOnePartAndKeepsTheOrderOfScripts() {
        var infra = new Infra()
                .template("z/first", "#!/bin/sh\necho 1\n")
                .template("b", "packages: [b]")
                .template("a", "#!/bin/sh\necho 2\n")
                .template("c", "packages: [c]")
                .host("h", "", "z/first", "b", "a", "c");
        var boundary = "==gough-" + infra.valid().userData().digest().substring(0, 32) + "==";
        assertThat(infra.masked()).isEqualTo("""
                        Content-Type: multipart/mixed; boundary="B"
                        MIME-Version: 1.0

                        --B
                        Content-Type: text/cloud-config; charset="utf-8"
                        MIME-Version: 1.0
                        Content-Transfer-Encoding: 7bit
                        Content-Disposition: attachment; filename="cloud-config"

                        #cloud-config
                        packages:
                          - b
                          - c

                        --B
                        Content-Type: text/x-shellscript; charset="utf-8"
                        MIME-Version: 1.0
                        Content-Transfer-Encoding: 7bit
                        Content-Disposition: attachment; filename="001-z_first"

                        #!/bin/sh
                        echo 1

                        --B
                        Content-Type: text/x-shellscript; charset="utf-8"
                        MIME-Version: 1.0
                        Content-Transfer-Encoding: 7bit
                        Content-Disposition: attachment; filename="002-a"

                        #!/bin/sh
                        echo 2

                        --B--
                        """.replace("B\n", boundary + "\n")
                .replace("\"B\"", "\"" + boundary + "\"")
                .replace("B--", boundary + "--"));
    }

    @Test
    void rendersTheSameBytesEachTime() {
        var infra =
                new Infra().template("a", "#!/bin/sh\n").template("b", "x: é").host("h", "", "a", "b");
        assertThat(infra.valid().userData().reveal(_ -> ""))
                .isEqualTo(infra.valid().userData().reveal(_ -> ""));
    }

    @Test
    void isTakenApartUnchangedByThePythonOfCloudInit(@TempDir Path folder) throws IOException, InterruptedException {
        assumeThat(Python.has("email")).as("python3 is installed").isTrue();
        var infra = new Infra()
                .template("a", "#!/bin/sh\necho \"äöü 😀\"\r\n")
                .template("b", "#!/bin/sh\necho " + "x".repeat(2000))
                .template("c", "final_message: \"grüße ${{ secret('a#b') }}\"")
                .host("h", "", "a", "b", "c");
        var file = Files.write(
                folder.resolve("user-data"), infra.valid().userData().reveal(_ -> "geheim: ß"));
        // As cloudinit/user_data.py and util.fully_decoded_payload of cloud-init 22.4 read it.
        var parts = Python.run("""
                import email, sys
                message = email.message_from_string(open(sys.argv[1], encoding='utf-8', newline='').read())
                for part in message.walk():
                    if part.is_multipart(): continue
                    text = part.get_payload(decode=True).decode('utf-8')
                    print(part.get_content_type(), part.get_filename(), ascii(text))
                """, file.toString());
        assertThat(parts.lines())
                .containsExactly(
                        "text/cloud-config cloud-config '#cloud-config\\nfinal_message: \"gr\\xfc\\xdfe geheim: \\xdf\"\\n'",
                        "text/x-shellscript 001-a '#!/bin/sh\\necho \"\\xe4\\xf6\\xfc \\U0001f600\"\\r\\n'",
                        "text/x-shellscript 002-b '#!/bin/sh\\necho " + "x".repeat(2000) + "'");
    }
}
