import AttributeRules
import JSONFileStorage
import RoleRules
import RosterCore
import RosterHost
import ServiceAccountTokens
import YAMLConfiguration

@main struct Main {
    static func main() async {
        await Host.main(
            plugins: Plugins(
                configuration: [.yaml], stores: [.jsonFile], authenticators: [.serviceAccounts], mappers: [.rules],
                roleResolvers: [.rules]))
    }
}
