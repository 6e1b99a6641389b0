// swift-tools-version: 6.2
import PackageDescription

/// What each of the programs uses.
let products: [Target.Dependency] = [
    .product(name: "CIPS3DRenderer", package: "cips3d"),
    .product(name: "ImageFiles", package: "cips3d"),
]

let package = Package(
    name: "Embed",
    platforms: [.macOS(.v15), .iOS(.v18)],
    dependencies: [
        // In a package of your own, by URL: .package(url: "https://...", from: "...").
        .package(name: "cips3d", path: "../..")
    ],
    targets: [
        .executableTarget(name: "Embed", dependencies: products),
        .executableTarget(name: "HeadOverBackground", dependencies: products),
        .executableTarget(name: "Turntable", dependencies: products),
        .executableTarget(name: "StyleMixing", dependencies: products),
        .executableTarget(name: "TenThings", dependencies: products),
    ]
)
