// swift-tools-version: 6.2
import PackageDescription

/// Where `Scripts/setup` puts libtorch; a link where `LIBTORCH` named another place.
let libtorch = "\(Context.packageDirectory)/.libtorch"

let package = Package(
    name: "cips3d",
    // Mutex and Atomic. Linux needs no word; the tool runs there alone.
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .executable(name: "cips3d", targets: ["CIPS3DTool"]),
        .library(name: "CIPS3DModel", targets: ["CIPS3DModel"]),
        // Each with the modules whose types its own signatures name: Scripts/check-products holds it.
        .library(
            name: "CIPS3DRenderer",
            targets: [
                "CIPS3DRenderer", "HeadPictures", "CIPS3DModel", "InnerLoops", "ParallelWork",
                "SafeTensors",
            ]),
        .library(
            name: "CIPS3DNetworks",
            targets: ["CIPS3DNetworks", "HeadPictures", "CIPS3DModel", "ParallelWork", "Torch"]),
        .library(
            name: "CIPS3DTraining",
            targets: ["CIPS3DTraining", "RunSettings", "CIPS3DModel", "ParallelWork", "Torch"]),
        .library(name: "ImageFiles", targets: ["ImageFiles"]),
        .library(name: "ImageReading", targets: ["ImageReading", "ImageFiles"]),
        .library(name: "SafeTensors", targets: ["SafeTensors"]),
    ],
    dependencies: [
        // Command lines: parsing, help, completion.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // Starting ffmpeg and feeding it frames.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        // The page of `cips3d report`, with everything in it escaped.
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        // The records of TensorBoard's event files. With two traits, which it has by default, its flags
        // come in another order each time, and a build that changes nothing compiles it again.
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
    ],
    targets: [
        // 6: commands.
        .executableTarget(
            name: "CIPS3DTool",
            dependencies: [
                "AtomicFiles", "CIPS3DModel", "CIPS3DNetworks", "CIPS3DRenderer", "CIPS3DTraining",
                "CIPS3DVerification", "GANMetrics", "HeadPictures", "ImageFiles",
                "ImageInspection", "ImageReading", "InnerLoops", "JPEGFiles", "ModelEvaluation",
                "ParallelWork", "RunReports", "RunSettings", "SafeTensors", "Torch", "TorchNN",
                "VideoFiles", "VolumeRendering", "ZipFiles",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // 6: not for users; what damaged files do to readers.
        .executableTarget(
            name: "DecoderFuzzing",
            dependencies: [
                "CIPS3DModel", "Fuzzing", "ImageReading", "PyTorchFiles", "SafeTensors",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // 5: training; and above it, pages about runs.
        .target(
            name: "RunReports",
            dependencies: [
                "AtomicFiles", "CIPS3DModel", "CIPS3DTraining", "GANMetrics", "ModelEvaluation",
                "RunSettings",
                .product(name: "Mustache", package: "swift-mustache"),
            ]),
        .target(
            name: "CIPS3DTraining",
            dependencies: [
                "AtomicFiles", "CAllocator", "CIPS3DModel", "CIPS3DNetworks", "CIPS3DRenderer",
                "FusedConvolutions", "GANMetrics", "HeadPictures", "ImageFiles", "ImageReading",
                "InnerLoops", "ModelEvaluation", "ParallelWork", "RunSettings", "SafeTensors",
                "TensorBoardFiles", "Torch", "TorchNN", "VolumeRendering",
            ]),

        // 5: recorded computations of the reference, computed again.
        .target(
            name: "CIPS3DVerification",
            dependencies: [
                "CIPS3DModel", "CIPS3DNetworks", "CIPS3DRenderer", "CIPS3DTraining",
                "HeadPictures", "InnerLoops", "RunSettings", "SafeTensors", "Torch", "TorchNN",
                "VolumeRendering",
            ]),

        // 4: generated heads before the measures, and the protocol beside each number.
        .target(
            name: "ModelEvaluation",
            dependencies: [
                "CIPS3DModel", "CIPS3DRenderer", "GANMetrics", "HeadPictures", "ImageFiles",
                "ParallelWork", "Torch",
            ]),

        // 4: how good images are, and whether heads are three-dimensional; knows no generator.
        .target(
            name: "GANMetrics",
            dependencies: [
                "AtomicFiles", "CIPS3DModel", "FusedConvolutions", "ImageFiles", "ImageInspection",
                "ImageReading", "InnerLoops", "ParallelWork", "PyTorchFiles", "SafeTensors",
                "Torch", "ZipFiles",
            ]),

        // 3: networks with gradients.
        .target(
            name: "CIPS3DNetworks",
            dependencies: [
                "CIPS3DModel", "HeadPictures", "ParallelWork", "PyTorchFiles", "RunSettings",
                "SafeTensors", "Torch", "TorchNN", "VolumeRendering",
            ]),

        // 2: the renderer without libtorch, for applications to embed.
        .target(
            name: "CIPS3DRenderer",
            dependencies: [
                "CIPS3DModel", "CKernels", "HeadPictures", "InnerLoops", "ParallelWork",
                "SafeTensors",
            ]),

        // 2: convolutions, forwards and backwards, without libtorch.
        .target(
            name: "FusedConvolutions", dependencies: ["CKernels", "InnerLoops", "ParallelWork"]),

        // 2: what networks are made of.
        .target(name: "VolumeRendering", dependencies: ["CIPS3DModel", "Torch"]),
        .target(name: "TorchNN", dependencies: ["CIPS3DModel", "SafeTensors", "Torch"]),

        // 1: what an engine and a picture of a head are, whoever renders it.
        .target(
            name: "HeadPictures",
            dependencies: ["AtomicFiles", "CIPS3DModel", "ParallelWork", "SafeTensors"]),

        // 1: photographs of every format, from folders and archives.
        .target(
            name: "ImageReading",
            dependencies: ["CImageCodecs", "ForeignFiles", "ImageFiles", "ZipFiles"]),

        // 2: what is in a folder of photographs.
        .target(
            name: "ImageInspection",
            dependencies: ["CDigest", "ImageFiles", "ImageReading", "ParallelWork"]),

        // 1: values.
        .target(name: "Torch", dependencies: ["CTorch", "ParallelWork"]),
        .target(name: "ImageFiles", dependencies: ["AtomicFiles", "CPNGWriter"]),
        // Apart, so that an application that writes PNG needs no libjpeg.
        .target(name: "JPEGFiles", dependencies: ["CJPEGWriter", "ImageFiles"]),
        // Photographs come in zip archives, and so do PyTorch's checkpoints.
        .target(name: "ZipFiles", dependencies: ["CZip"]),
        .target(name: "PyTorchFiles", dependencies: ["ForeignFiles", "ZipFiles"]),
        .target(
            name: "VideoFiles",
            dependencies: [
                "AtomicFiles", "ImageFiles",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        // Event.pb.swift is made of Event.proto by Scripts/generate-protobuf.
        .target(
            name: "TensorBoardFiles",
            dependencies: [
                .product(name: "SwiftProtobuf", package: "swift-protobuf")
            ],
            exclude: ["Protobuf/Event.proto"]),
        .target(name: "CIPS3DModel", dependencies: ["AtomicFiles"]),
        // Everything that decides a run of training.
        .target(name: "RunSettings", dependencies: ["CIPS3DModel"]),
        .target(name: "SafeTensors", dependencies: ["AtomicFiles"]),
        // Which of the inner loops run here, and memory as they want it.
        .target(name: "InnerLoops", dependencies: ["CKernels"]),
        // Files that are replaced whole or not at all: snapshots, weights, pictures.
        .target(name: "AtomicFiles"),
        .target(name: "ForeignFiles"),
        .target(name: "Fuzzing"),
        // Cancellation, threads, and the work that they share; without libtorch.
        .target(name: "ParallelWork"),

        // 0: C.
        .target(
            name: "CTorch",
            cxxSettings: [
                .define("AT_PER_OPERATOR_HEADERS"),
                .headerSearchPath("../../.libtorch/include"),
                .headerSearchPath("../../.libtorch/include/torch/csrc/api/include"),
            ],
            linkerSettings: [
                // An empty library that needs the CPU and, where built, the CUDA half: it must stay.
                .linkedLibrary("torch"),
                .linkedLibrary("torch_cpu"), .linkedLibrary("c10"),
                // A search path can only be given as an unsafe flag; the run path lets the program
                // find the library again without environment variables.
                .unsafeFlags([
                    "-L\(libtorch)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(libtorch)/lib",
                ]),
            ]),
        // Inner loops for each instruction set; which of them runs is decided at run time.
        .target(name: "CKernels"),
        // glibc's allocator takes its settings by macros that Swift does not see.
        .target(name: "CAllocator"),
        // libpng alone, so that an application that writes pictures needs nothing else.
        .target(name: "CPNGWriter", linkerSettings: [.linkedLibrary("png")]),
        // libjpeg, as far as it writes.
        .target(name: "CJPEGWriter", linkerSettings: [.linkedLibrary("jpeg")]),
        // What reads pictures. libheif is looked for when the program runs.
        .target(
            name: "CImageCodecs",
            linkerSettings: [
                "jpeg", "png", "webp", "webpdemux", "tiff", "lcms2", "exif", "expat", "dl",
            ].map { .linkedLibrary($0) }),
        // libzip alone, so that reading checkpoints needs no codec of pictures.
        .target(name: "CZip", linkerSettings: [.linkedLibrary("zip")]),
        // SHA-256: of weights that were fetched, and of images whose statistics are kept.
        .target(name: "CDigest", linkerSettings: [.linkedLibrary("crypto")]),

        // For tests only. What all tests have is in the loop at the end.
        .target(name: "FileTesting", path: "Tests/FileTesting"),
        .target(
            name: "TorchTesting", dependencies: ["Torch", "TorchNN"], path: "Tests/TorchTesting"),
        // Checkpoints and pickles, written byte by byte without PyTorch.
        .target(
            name: "CheckpointTesting", dependencies: ["Fuzzing"], path: "Tests/CheckpointTesting"),

        .testTarget(name: "ParallelWorkTests"),
        .testTarget(name: "DecoderFuzzingTests", dependencies: ["Fuzzing"]),
        .testTarget(
            name: "SafeTensorsTests",
            dependencies: ["AtomicFiles", "Fuzzing"],
            resources: [.copy("Fixtures")]),
        // What writes pictures and what reads them, tried with one another.
        .testTarget(
            name: "ImageFilesTests",
            dependencies: ["ImageReading", "JPEGFiles", "ParallelWork", "ZipFiles"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "PyTorchFilesTests",
            dependencies: ["CheckpointTesting", "SafeTensors"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "VideoFilesTests",
            dependencies: [
                "ImageFiles", "ImageReading",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        .testTarget(name: "TensorBoardFilesTests"),
        .testTarget(name: "CIPS3DModelTests", dependencies: ["RunSettings"]),
        .testTarget(name: "ImageInspectionTests", dependencies: ["ImageFiles", "ImageReading"]),
        .testTarget(
            name: "GANMetricsTests",
            dependencies: [
                "CIPS3DModel", "FusedConvolutions", "ImageFiles", "ImageReading", "InnerLoops",
                "ParallelWork", "RunSettings", "SafeTensors", "Torch",
            ],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "ModelEvaluationTests",
            dependencies: [
                "CIPS3DModel", "CIPS3DRenderer", "GANMetrics", "HeadPictures", "ImageFiles",
                "ImageReading", "ParallelWork", "RunSettings", "Torch",
            ]),
        .testTarget(
            name: "RunReportsTests",
            dependencies: ["CIPS3DModel", "CIPS3DTraining", "GANMetrics", "RunSettings"]),
        .testTarget(
            name: "CIPS3DRendererTests",
            dependencies: ["CIPS3DModel", "CKernels", "HeadPictures", "InnerLoops", "SafeTensors"]),
        .testTarget(name: "FusedConvolutionsTests", dependencies: ["InnerLoops"]),
        .testTarget(name: "TorchTests", dependencies: ["ParallelWork", "TorchTesting"]),
        .testTarget(
            name: "TorchNNTests",
            dependencies: ["CIPS3DModel", "SafeTensors", "Torch", "TorchTesting"]),
        .testTarget(
            name: "VolumeRenderingTests", dependencies: ["CIPS3DModel", "Torch", "TorchTesting"]),
        .testTarget(
            name: "CIPS3DNetworksTests",
            dependencies: [
                "CIPS3DModel", "CheckpointTesting", "HeadPictures", "ParallelWork", "PyTorchFiles",
                "RunSettings", "SafeTensors", "Torch", "TorchNN", "TorchTesting", "VolumeRendering",
            ]),
        .testTarget(
            name: "CIPS3DTrainingTests",
            dependencies: [
                "CIPS3DModel", "CIPS3DNetworks", "CIPS3DRenderer", "CheckpointTesting",
                "GANMetrics", "HeadPictures", "ImageFiles", "ImageReading", "InnerLoops",
                "ParallelWork", "RunSettings", "SafeTensors", "Torch", "TorchNN", "TorchTesting",
            ]),
        .testTarget(
            name: "CIPS3DVerificationTests",
            dependencies: ["CIPS3DRenderer", "InnerLoops", "SafeTensors"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "CIPS3DToolTests",
            dependencies: [
                "CIPS3DModel", "CIPS3DNetworks", "CIPS3DRenderer", "CIPS3DTraining",
                "CheckpointTesting", "GANMetrics", "HeadPictures", "ImageFiles", "ImageReading",
                "InnerLoops", "ModelEvaluation", "RunReports", "RunSettings", "SafeTensors",
                "Torch", "TorchNN",
            ]),
    ],
    cxxLanguageStandard: .cxx20
)

// Warnings are errors in everything that is this package's own. Tests have what they are named after,
// and folders that go away.
for target in package.targets {
    target.swiftSettings = [.treatAllWarnings(as: .error)]
    guard target.type == .test else { continue }
    let tested = String(target.name.dropLast("Tests".count))
    target.dependencies += [.byName(name: tested), "FileTesting"]
}
