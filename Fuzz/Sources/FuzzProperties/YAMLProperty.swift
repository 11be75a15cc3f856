import AttributeRules
import JSONFileStorage
import Logging
import RoleRules
import RosterCore
import SCIM
import ServiceAccountTokens
import YAMLConfiguration

/// Whatever a configuration file says: each problem has a place in it, and without one the plug-ins can be made.
public enum YAMLProperty {
    /// Checks one file.
    public static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        let report = ConfigurationReport()
        let lines = 1 + bytes.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") || $0 > 0x7F }
        do {
            let document = try ConfigurationFormat.yaml.document(from: Array(bytes), fileName: "c.yaml")
            let environment = ConfigurationEnvironment(
                variable: { $0 == "SET" ? "value" : nil }, contents: { $0 == "secret" ? Array("s3cret".utf8) : [] })
            read(try document.section(reportingTo: report, in: environment))
        } catch let problems as ConfigurationProblems {
            for problem in problems.problems { check(problem, lines) }
        } catch let problem as ConfigurationProblem {
            check(problem, lines)
        } catch {
            violation("whatever is wrong with a file is a problem", "\(error)")
        }
        for problem in report.problems { check(problem, lines) }
    }

    private static func read(_ root: ConfigurationSection) {
        let context = PluginContext(
            folder: "/nonexistent", types: root.resourceTypes(extending: [.user, .group]),
            logger: Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }, createsData: false)
        _ = make("store", root) { try PluginFactory.jsonFile.read($0, context) }
        _ = make("authenticator", root) { try PluginFactory.serviceAccounts.read($0, context) }
        let mapper = make("mapper", root) { try PluginFactory<any AttributeMapper>.rules.read($0, context) }
        let roles = make("roles", root) { try PluginFactory<any RoleResolver>.rules.read($0, context) }
        InlineExecutor().run {
            do {
                if let mapper = try await mapper?() {
                    for resource in Fixture.all { map(resource, with: mapper) }
                }
                if let roles = try await roles?() {
                    _ = try await roles.catalogue
                    let user = Fixture.user
                    let subject = RoleSubject(id: user.id, attributes: user.attributes, groups: [])
                    _ = try await roles.roles(of: subject)
                    _ = try await roles.kept(user.attributes[.roles]?.values ?? [])
                }
            } catch is SCIMError {
                // A rule may refuse this user.
            } catch {
                violation("what was read without a problem can be made", "\(error)")
            }
        }
    }

    private static func make<Maker>(
        _ key: String, _ root: ConfigurationSection, _ read: (ConfigurationSection) throws -> Maker
    ) -> Maker? {
        (try? root.optionalSection(key)).flatMap { section in try? section?.reading(read) }
    }

    /// The first law of a mapper: an unchanged record that is written back changes nothing.
    private static func map(_ resource: Resource, with mapper: any AttributeMapper) {
        let attributes = resource.attributes
        do {
            let record = try mapper.record(from: attributes, of: resource.type)
            let again = try mapper.attributes(attributes, updatedFrom: record, of: resource.type)
            require(again == attributes, "an unchanged record changes nothing", AttributeValue.complex(record).json)
        } catch {
            require(error is SCIMError, "a mapper refuses with an error of SCIM", "\(error)")
        }
        _ = mapper.explanation(of: attributes, of: resource.type)
    }

    private static func check(_ problem: ConfigurationProblem, _ lines: Int) {
        let mark = problem.mark
        require(
            1...lines + 1 ~= mark.line && mark.column >= 1 && mark.file == "c.yaml",
            "a problem has a place in the file",
            problem.description)
        require(!problem.message.isEmpty, "a problem says what is wrong")
    }
}
