// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// An executable whose `main` is libFuzzer's.
func fuzzer(_ name: String) -> Target {
    .executableTarget(
        name: name, dependencies: ["FuzzProperties"],
        swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])])
}

let fuzzers = [
    "FuzzJSON", "FuzzFilter", "FuzzPath", "FuzzQuery", "FuzzPatch", "FuzzDraft", "FuzzRequest", "FuzzJournal",
    "FuzzYAML", "FuzzToken",
]

let package = Package(
    name: "roster-fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "roster", path: ".."),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    ],
    targets: fuzzers.map(fuzzer) + [
        .target(
            name: "FuzzProperties",
            dependencies: [
                .product(name: "SCIM", package: "roster"),
                .product(name: "RosterCore", package: "roster"),
                .product(name: "RosterCrypto", package: "roster"),
                .product(name: "RosterHTTP", package: "roster"),
                .product(name: "RosterTesting", package: "roster"),
                .product(name: "YAMLConfiguration", package: "roster"),
                .product(name: "JSONFileStorage", package: "roster"),
                .product(name: "ServiceAccountTokens", package: "roster"),
                .product(name: "AttributeRules", package: "roster"),
                .product(name: "RoleRules", package: "roster"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings)
    ]
)
