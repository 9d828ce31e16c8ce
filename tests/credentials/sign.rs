//! Pictures and signatures made for the tests: gradients, and certificates that exist for one run.

use std::io::Cursor;

use c2pa::{Builder, Context, SigningAlg, create_signer};
use image::{ExtendedColorType, ImageEncoder, ImageFormat, RgbImage};
use omni_iml::input::Format;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519, date_time_ymd,
};
use serde_json::{Value, json};

/// The formats that can carry credentials.
pub const FORMATS: [Format; 5] = [Format::Jpeg, Format::Png, Format::WebP, Format::Tiff, Format::Gif];

/// Who signs.
pub struct Maker {
    /// The organisation in the certificate.
    pub organisation: &'static str,
    /// The organisation of its issuer.
    pub issuer: &'static str,
    /// With what.
    pub algorithm: SigningAlg,
}

impl Default for Maker {
    fn default() -> Self {
        Self { organisation: "Gradient Cameras", issuer: "Testing Roots", algorithm: SigningAlg::Es256 }
    }
}

/// A signer and the certificate that it goes back to.
pub struct Identity {
    signer: c2pa::BoxedSigner,
    /// PEM.
    pub root: String,
    /// Its own certificate, PEM.
    pub certificate: String,
}

impl Maker {
    /// Makes a root, and a certificate of its issuing, as the C2PA specification wants them.
    pub fn identity(&self) -> Identity {
        let named = |organisation: &str, name: &str| {
            let mut params = CertificateParams::default();
            params.distinguished_name.push(DnType::OrganizationName, organisation);
            params.distinguished_name.push(DnType::CommonName, name);
            params.not_before = date_time_ymd(2020, 1, 1);
            params.not_after = date_time_ymd(2120, 1, 1);
            params
        };
        let mut root = named(self.issuer, "root.example");
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let root_key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let root_pem = root.self_signed(&root_key).unwrap().pem();
        let mut leaf = named(self.organisation, "camera.example");
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
        leaf.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate_for(match self.algorithm {
            SigningAlg::Es384 => &PKCS_ECDSA_P384_SHA384,
            SigningAlg::Ed25519 => &PKCS_ED25519,
            _ => &PKCS_ECDSA_P256_SHA256,
        })
        .unwrap();
        let leaf_pem = leaf.signed_by(&key, &Issuer::new(root, root_key)).unwrap().pem();
        let chain = format!("{leaf_pem}{root_pem}");
        let signer = create_signer::from_keys(chain.as_bytes(), key.serialize_pem().as_bytes(), self.algorithm, None).unwrap();
        Identity { signer, root: root_pem, certificate: leaf_pem }
    }
}

/// What is stated, and where it is put.
pub struct Statement {
    /// As the crate's builder takes it.
    pub definition: Value,
    /// Signed pictures that went in, by their titles.
    pub ingredients: Vec<(&'static str, Vec<u8>)>,
    /// The address that is written into the file.
    pub remote: Option<String>,
    /// Whether it is written into the file itself.
    pub embed: bool,
}

/// A statement of these actions.
pub fn stating(actions: Value) -> Statement {
    let definition = json!({
        "claim_generator_info": [{ "name": "Gradient Maker", "version": "4.1" }],
        "title": "gradient",
        "assertions": [{ "label": "c2pa.actions.v2", "data": { "actions": actions } }],
    });
    Statement { definition, ingredients: Vec::new(), remote: None, embed: true }
}

/// That a camera took it, and that it was cropped.
pub fn taken() -> Statement {
    stating(json!([
        { "action": "c2pa.created", "digitalSourceType": iptc("digitalCapture") },
        { "action": "c2pa.cropped" },
    ]))
}

/// A digital source type's address.
pub fn iptc(name: &str) -> String {
    format!("http://cv.iptc.org/newscodes/digitalsourcetype/{name}")
}

/// A gradient.
pub fn plain(format: Format) -> Vec<u8> {
    let picture = RgbImage::from_fn(96, 64, |x, y| image::Rgb([(x * 2) as u8, (y * 3) as u8, 128]));
    let mut bytes = Cursor::new(Vec::new());
    match format {
        Format::Jpeg => image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90)
            .write_image(&picture, 96, 64, ExtendedColorType::Rgb8)
            .unwrap(),
        Format::Png => picture.write_to(&mut bytes, ImageFormat::Png).unwrap(),
        Format::WebP => picture.write_to(&mut bytes, ImageFormat::WebP).unwrap(),
        Format::Tiff => picture.write_to(&mut bytes, ImageFormat::Tiff).unwrap(),
        Format::Gif => picture.write_to(&mut bytes, ImageFormat::Gif).unwrap(),
        Format::Bmp => picture.write_to(&mut bytes, ImageFormat::Bmp).unwrap(),
    }
    bytes.into_inner()
}

/// A gradient with a signed statement.
pub fn signed(identity: &Identity, format: Format, statement: Statement) -> Vec<u8> {
    // The settings of the crate fetch where they can; this build has no way to.
    let settings = json!({ "builder": { "thumbnail": { "enabled": false } }, "verify": { "verify_after_sign": false } });
    let mut builder = Builder::from_context(Context::new().with_settings(settings).unwrap())
        .with_definition(statement.definition.to_string())
        .unwrap();
    for (title, bytes) in statement.ingredients {
        let about = json!({ "title": title, "relationship": "componentOf" }).to_string();
        builder.add_ingredient_from_stream(about, "image/jpeg", &mut Cursor::new(bytes)).unwrap();
    }
    if let Some(address) = statement.remote {
        builder.set_remote_url(address);
    }
    builder.set_no_embed(!statement.embed);
    let mut out = Cursor::new(Vec::new());
    let kind = format!("image/{}", format.name().to_lowercase());
    builder.sign(identity.signer.as_ref(), &kind, &mut Cursor::new(plain(format)), &mut out).unwrap();
    out.into_inner()
}
