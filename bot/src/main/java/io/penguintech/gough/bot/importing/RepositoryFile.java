package io.penguintech.gough.bot.importing;

/** {@code gough.yaml} of an imported repository: observes only, and says what people must fill in. */
final class RepositoryFile {
    static final String TEXT = """
            # Written by gough import. In mode observe Gough plans and tells, and writes nothing.
            apiVersion: gough.io/v1
            kind: Repository
            metadata:
              name: infra
            spec:
              mode: observe          # propose asks for everything; apply asks for what its risk demands
              # To be filled in before mode propose or apply: who may say yes. One entry a person, with each of their accounts.
              # people:
              #   - {name: Ada Okafor, slack: U0ADA00001, emails: [ada@example.org], roles: [approver]}
              #   - {name: Ben Haas, slack: U0BEN00002, emails: [ben@example.org], roles: [admin]}
            """;

    private RepositoryFile() {}
}
