// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Embed",
    dependencies: [
        // In a package of your own, by URL: .package(url: "https://...", from: "...").
        .package(name: "cips3d", path: "../..")
    ],
    targets: [
        .executableTarget(
            name: "Embed",
            dependencies: [
                .product(name: "CIPS3DRenderer", package: "cips3d"),
                .product(name: "ImageFiles", package: "cips3d"),
            ])
    ]
)
