namespace FleetPortal.Pki;

/// <summary>The error codes of <see cref="PkiException"/>. The codes are part of the API and never change.</summary>
public static class PkiErrors
{
    /// <summary>The key does not belong to the authority's certificate. Restore the key file that belongs to it.</summary>
    public const string AuthorityKey = "authority-key";

    /// <summary>The certificate must not sign certificates. Send that of an authority (basicConstraints, keyCertSign).</summary>
    public const string AuthorityNotCa = "authority-not-ca";

    /// <summary>The certificate is that of an authority. Send the certificate of the device.</summary>
    public const string CertificateIsAuthority = "certificate-authority";

    /// <summary>The certificate has expired. Send one that is valid now.</summary>
    public const string CertificateExpired = "certificate-expired";

    /// <summary>The certificate has too many names. Send the certificate of one device.</summary>
    public const string CertificateNames = "certificate-names";

    /// <summary>The signature algorithm is not accepted. Use ECDSA or RSA with SHA-256 or better.</summary>
    public const string CertificateSignature = "certificate-signature";

    /// <summary>The text is not an X.509 certificate that follows RFC 5280. Send the certificate in PEM.</summary>
    public const string CertificateUnreadable = "certificate-unreadable";

    /// <summary>The certificate does not allow a TLS client. Send one with digitalSignature and clientAuth.</summary>
    public const string CertificateUsage = "certificate-usage";

    /// <summary>The chain is too long. Send only the intermediate authorities, without the root.</summary>
    public const string ChainTooLong = "chain-too-long";

    /// <summary>The chain contains something that is not a certificate. Send certificates in PEM.</summary>
    public const string ChainUnreadable = "chain-unreadable";

    /// <summary>The file is not a CRL. Give a CRL in DER or PEM.</summary>
    public const string CrlInvalid = "crl-invalid";

    /// <summary>The CRL is not valid yet. Compare the clocks of the portal and of the authority.</summary>
    public const string CrlNotYetValid = "crl-not-yet-valid";

    /// <summary>The CRL names another issuer. Send the CRL of this authority.</summary>
    public const string CrlOtherAuthority = "crl-other-authority";

    /// <summary>The CRL is signed by another key, or with an algorithm that is not accepted. Fetch it again.</summary>
    public const string CrlSignature = "crl-signature";

    /// <summary>The CRL is too long. Ask the authority for a shorter one.</summary>
    public const string CrlTooLong = "crl-too-long";

    /// <summary>The content is not a CRL (RFC 5280 §5.1). Send a CRL in DER or PEM.</summary>
    public const string CrlUnreadable = "crl-unreadable";

    /// <summary>The CRL uses something that the portal does not process. Publish a complete CRL of the authority itself.</summary>
    public const string CrlUnsupported = "crl-unsupported";

    /// <summary>The signing key does not answer. Check the key file or the PKCS#11 token and try again.</summary>
    public const string KeyUnavailable = "key-unavailable";

    /// <summary>The key file is missing or damaged, or the passphrase is wrong. Check Data:KeyPassphrase or restore the file.</summary>
    public const string KeyUnreadable = "key-unreadable";

    /// <summary>The public key is of a kind that is not accepted. Use P-256, P-384 or RSA with 2048 to 4096 bits.</summary>
    public const string KeyUnsupported = "key-unsupported";

    /// <summary>The key can be broken. Make a new key.</summary>
    public const string KeyWeak = "key-weak";

    /// <summary>The certificate would break the rule that the code ends with, so it was not signed. Report the fault.</summary>
    public const string Lint = "lint-";

    /// <summary>The OCSP request cannot be read. Send a DER request as in RFC 6960 §4.1.</summary>
    public const string OcspMalformed = "ocsp-malformed";

    /// <summary>The password of the PKCS#12 file is missing, too short or not allowed. Follow the rule in the message.</summary>
    public const string Pkcs12Password = "pkcs12-password";

    /// <summary>The certificate profile contradicts itself. Correct the profile that the message names.</summary>
    public const string ProfileInvalid = "profile-invalid";

    /// <summary>The request asks for the rights of an authority. Leave out CA, keyCertSign and cRLSign.</summary>
    public const string RequestAuthority = "request-authority";

    /// <summary>The request asks for an extension that the profile does not have. Leave it out.</summary>
    public const string RequestExtension = "request-extension";

    /// <summary>The request contains a name that does not belong to the Thing. Leave the name out: the portal adds it.</summary>
    public const string RequestOtherName = "request-other-name";

    /// <summary>The signature of the request is wrong. Sign the request with the key that it contains.</summary>
    public const string RequestSignature = "request-signature";

    /// <summary>The content is not a PKCS#10 request. Send a request in PEM or DER (RFC 2986 §4).</summary>
    public const string RequestUnreadable = "request-unreadable";

    /// <summary>The request asks for an extended key usage that is not allowed. Ask for clientAuth only, or for none.</summary>
    public const string RequestUsage = "request-usage";

    /// <summary>The profile does not allow this validity. Ask for fewer days.</summary>
    public const string ValidityTooLong = "validity-too-long";

    /// <summary>The verification certificate is not valid now. Make a new one.</summary>
    public const string VerificationExpired = "verification-expired";

    /// <summary>The verification certificate is signed by another authority. Sign it with the authority that you register.</summary>
    public const string VerificationOtherAuthority = "verification-other-authority";

    /// <summary>The common name is not the registration code. Put the code into the common name.</summary>
    public const string VerificationOtherCode = "verification-other-code";
}
