import RosterCore
import Testing
import YAMLConfiguration

@Suite("YAML — no input traps, and what is wrong with it is told in plain words")
struct YAMLRobustnessTests {
    private static let sample = Array(
        """
        # Rösti
        listen: { host: "0.0.0.0", port: 8080 }
        store:
          type: json-file
          path: 'dätä'
          flush: 250ms
        tokens:
          - name: okta
            secret: ${OKTA}
        note: |
          eins
        last: >-
          "zwei" \\u00e9 [a, b]

        """.utf8)

    /// What only libyaml says.
    private static let foreign = [
        "did not find", "found ", "expected ", "while ", "in this context", "token", "scalar", "octet", "not YAML",
    ]

    @Test("every prefix is read or refused")
    func prefixes() {
        for length in 0...Self.sample.count { read(Array(Self.sample.prefix(length))) }
    }

    @Test("every change of a byte to a telling one is read or refused")
    func mutations() {
        let telling = Array("\0\t\n\r \"#$%&'*,-:>?@[]`{|}~\\!a0".utf8) + [0x7F, 0x80, 0xC2, 0xE2, 0xED, 0xF4, 0xFF]
        for index in Self.sample.indices {
            for byte in telling {
                var bytes = Self.sample
                bytes[index] = byte
                read(bytes)
            }
        }
    }

    @Test("a missing byte, or one too many, is read or refused")
    func insertionsAndDeletions() {
        for index in Self.sample.indices {
            var shorter = Self.sample
            shorter.remove(at: index)
            read(shorter)
            read(Self.sample[..<index] + [Self.sample[index]] + Self.sample[index...])
        }
    }

    /// Reads everything that can be read, and shows everything that cannot.
    private func read(_ bytes: [UInt8]) {
        do throws(ConfigurationProblems) {
            let document = try ConfigurationFormat.yaml.document(from: bytes, fileName: "f")
            let report = ConfigurationReport()
            let environment = ConfigurationEnvironment(variable: { _ in nil }, contents: { _ in [] })
            guard let config = try? document.section(reportingTo: report, in: environment) else { return }
            _ = try? config.reading { config in
                _ = try? config.section("listen").required("port", as: Int.self)
                _ = try? config.section("store").required("flush", as: Duration.self)
                _ = try? config.sections("tokens").map { try $0.secret("secret") }
            }
            for problem in report.problems { #expect(problem.mark.line <= document.source.lines.count) }
            _ = report.problems.map(\.description)
        } catch {
            #expect(!error.problems.isEmpty && !error.description.isEmpty)
            for problem in error.problems {
                #expect(Self.foreign.allSatisfy { !problem.message.contains($0) }, "\(problem)")
            }
        }
    }
}
