// swift-tools-version: 6.2

import PackageDescription

// The modules have names of their own: those of one build must differ, and Roster has the others.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let roster: [Target.Dependency] = [
    .product(name: "SCIM", package: "roster"),
    .product(name: "RosterCore", package: "roster"),
]

let package = Package(
    name: "outside",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "roster", path: "../../.."),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    ],
    targets: [
        .target(name: "OutsideRoleRules", dependencies: roster, swiftSettings: settings),
        .target(name: "OutsideAttributeRules", dependencies: roster, swiftSettings: settings),
        .target(
            name: "OutsidePluginConfiguring",
            dependencies: roster + [
                .product(name: "YAMLConfiguration", package: "roster"), .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/OutsidePluginConfiguring",
            swiftSettings: settings
        ),
        .testTarget(
            name: "OutsideRoleRulesTests",
            dependencies: roster + [
                "OutsideRoleRules", "OutsidePluginConfiguring", .product(name: "RosterTesting", package: "roster"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OutsideAttributeRulesTests",
            dependencies: roster + [
                "OutsideAttributeRules", "OutsidePluginConfiguring", .product(name: "RosterTesting", package: "roster"),
            ],
            swiftSettings: settings
        ),
    ]
)
