// swift-format-ignore-file
// Made by Scripts/setting-meanings of the comments above the properties; change those.

extension GeneratorConfiguration {
    package static let meanings: [String: String] = [
        "shapeLatentWidth":
            "Channels of the shape code `z_nerf`.",
        "appearanceLatentWidth":
            "Channels of the appearance code `z_inr`.",
        "nerf":
            "The radiance field and its mapping network.",
        "inr":
            "The per-pixel network and its mapping network.",
        "background":
            "The sphere behind the head.",
    ]
}

extension NeRFConfiguration {
    package static let meanings: [String: String] = [
        "styleWidth":
            "Channels of the style `w_nerf`.",
        "mappingLayers":
            "Linear layers of the mapping network.",
        "width":
            "Channels of the hidden layers; the feature block has half of them.",
        "layers":
            "FiLM-SIREN blocks before the density.",
        "firstLayerScale":
            "What the initial weights of the first block are multiplied by. The larger, the finer is what the field shows from the start. SIREN and pi-GAN begin with about 6, the published code of CIPS-3D with 1.",
        "features":
            "Channels of the feature that each ray carries to the INR.",
        "boxSide":
            "Side of the box that is scaled to [-1, 1], in scene units.",
        "density":
            "What the density is made of.",
        "usesViewDirection":
            "Ablation: the ray's unit direction joins the input of the feature block.",
        "fourierOctaves":
            "Ablation: octaves of a fixed Fourier encoding in front of the first block; 0 turns it off.",
    ]
}

extension INRConfiguration {
    package static let meanings: [String: String] = [
        "styleWidth":
            "Channels of the style `w_inr`.",
        "mappingLayers":
            "Linear layers of the mapping network, each followed by a layer norm.",
        "width":
            "Channels of the hidden layers.",
        "blocks":
            "Blocks of two modulated layers, named 4, 8, 16 and so on in the published weights; 0 is no such network: the field paints by itself, and the image is its auxiliary image.",
        "firstResidualBlock":
            "Index of the first block whose input is added to its output.",
        "firstRGBBlock":
            "Index of the first block that paints into the image.",
        "modulation":
            "The formulation of the modulated layers.",
    ]
}

extension CameraConfiguration {
    package static let meanings: [String: String] = [
        "fieldOfView":
            "Opening angle of the image's width and height, in degrees.",
        "near":
            "Distance from the camera to the first sample, in scene units along the ray.",
        "far":
            "Distance from the camera to the last sample, in scene units along the ray.",
        "samplesPerRay":
            "Stratified samples on each ray; the fine pass draws as many again.",
        "finePass":
            "Whether a second set of samples is drawn by importance.",
        "background":
            "What is behind the volume.",
        "yawDeviation":
            "Standard deviation of the yaw of training views, in degrees.",
        "pitchDeviation":
            "Standard deviation of the pitch of training views, in degrees.",
    ]
}

extension DensityConfiguration {
    package static let meanings: [String: String] = [
        "activation":
            "What keeps a density from being negative.",
        "scale":
            "Factor of the field's output, per scene unit; softplus alone.",
        "ballGain":
            "How much denser the ball is for each unit of the box towards its middle, per scene unit; softplus alone.",
        "ballRadius":
            "Where the ball gives and takes nothing, in units of the box; softplus alone.",
    ]
}

extension BackgroundConfiguration {
    package static let meanings: [String: String] = [
        "width":
            "Channels of its two FiLM-SIREN layers; 0 is no sphere, as published.",
        "radius":
            "Radius of the sphere around the middle of the scene, in scene units.",
    ]
}

extension ModelConfiguration {
    package static let meanings: [String: String] = [
        "generator":
            "Sizes of the generator.",
        "camera":
            "Camera and sampling.",
        "imageSize":
            "Side of the images that it was trained on, in pixels; the default for rendering.",
        "judgingNetwork":
            "The frozen network over whose features it was judged in training.",
    ]
}
